import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { KubeConfig } from '@kubeflow-lab/kube';

import { SILENCE, SLOW, WATCH_LIFE, drawFault, errorEvent, refusal } from './faults.js';
import type { Fault } from './faults.js';
import type { Chance } from './random.js';

/** A request that is kept back until `release` is called. */
export interface HeldRequest {
  /** Lets it go on to the API server; resolves to the status with which that answered. */
  release(): Promise<number>;
}

interface Call {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const UNCOUNTED = /\/leases\b/;
const REFUSALS: Partial<Record<Fault, number>> = { '409': 409, '429': 429, '500': 500, '503': 503 };

/**
 * An HTTP proxy before a real API server that spoils some of what passes. Listens on the loopback only and hands the
 * caller's own token on. What it does is drawn by `chance`, so that a seed repeats it.
 */
export class FaultProxy {
  /** The share of requests that go wrong. */
  rate = 0;
  /** While true, nobody gets through. */
  isAway = false;
  /** How often each fault happened. */
  readonly faults: Partial<Record<Fault, number>> = {};
  /** Writes that the API server took, without Leases: `PATCH /apis/…`. */
  readonly writes: string[] = [];
  private readonly server: http.Server;
  private readonly agent: https.Agent;
  private readonly target: URL;
  private holding: {
    matches: (call: Call) => boolean;
    held: (request: HeldRequest) => void;
  } | null = null;

  constructor(
    config: KubeConfig,
    private readonly chance: Chance
  ) {
    const cluster = config.getCurrentCluster();
    if (cluster?.caData === undefined) {
      throw new Error('The kubeconfig must hold its cluster, with the CA.');
    }
    this.target = new URL(cluster.server);
    this.agent = new https.Agent({ keepAlive: true, ca: Buffer.from(cluster.caData, 'base64') });
    this.server = http.createServer((request, response) => {
      this.handle(request, response).catch(() => response.destroy());
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.cutAll();
    await new Promise(resolve => this.server.close(resolve));
    this.agent.destroy();
  }

  /** Breaks every connection, the silent ones too. */
  cutAll(): void {
    this.server.closeAllConnections();
  }

  /** Keeps the next request back for which `matches` answers true. */
  holdNext(matches: (method: string, path: string) => boolean): Promise<HeldRequest> {
    return new Promise(held => {
      this.holding = { matches: ({ method, path }) => matches(method, path), held };
    });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk);
    }
    const call = { method, path, headers, body: Buffer.concat(chunks) };
    if (this.isAway) {
      response.destroy();
      return;
    }
    if (this.holding?.matches(call)) {
      this.hold(call, response);
      return;
    }
    const isWatch = /[?&]watch=true/.test(path);
    const fault = drawFault(this.chance, this.rate, { method, isWatch });
    if (fault !== null) {
      this.faults[fault] = (this.faults[fault] ?? 0) + 1;
    }
    await (isWatch ? this.watch(call, response, fault) : this.call(call, response, fault));
  }

  private hold(call: Call, response: ServerResponse): void {
    const { held } = this.holding!;
    this.holding = null;
    held({
      release: async () => {
        const answer = await this.forward(call);
        answer.pipe(response);
        return answer.statusCode ?? 0;
      }
    });
  }

  private async call(call: Call, response: ServerResponse, fault: Fault | null): Promise<void> {
    const code = fault === null ? undefined : REFUSALS[fault];
    if (code !== undefined) {
      refuse(response, code);
      return;
    }
    switch (fault) {
      case 'cut before it arrives':
        response.destroy();
        return;
      case 'silent':
        await sleep(this.chance.between(...SILENCE));
        response.destroy();
        return;
      case 'slow':
        await sleep(this.chance.between(...SLOW));
        break;
    }
    const answer = await this.forward(call);
    if (fault === 'cut before its answer') {
      answer.resume();
      response.destroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (fault === 'cut in its answer') {
      answer.once('data', (chunk: Buffer) => {
        response.write(chunk.subarray(0, chunk.length / 2), () => response.destroy());
        answer.destroy();
      });
      return;
    }
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  }

  private async watch(call: Call, response: ServerResponse, fault: Fault | null): Promise<void> {
    const code = fault === null ? undefined : REFUSALS[fault];
    if (code !== undefined) {
      refuse(response, code);
      return;
    }
    if (fault === '410') {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(errorEvent(410));
      return;
    }
    const answer = await this.forward(call);
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.flushHeaders();
    answer.on('error', () => response.destroy());
    response.on('close', () => answer.destroy());
    answer.pipe(response);
    if (fault !== null) {
      const life = setTimeout(
        () => {
          if (fault === 'cut later') {
            response.destroy();
          } else {
            answer.unpipe(response);
            answer.resume();
          }
        },
        this.chance.between(...WATCH_LIFE)
      );
      response.on('close', () => clearTimeout(life));
    }
  }

  private forward({ method, path, headers, body }: Call): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const request = https.request({
        agent: this.agent,
        hostname: this.target.hostname,
        port: this.target.port,
        method,
        path,
        headers: { ...headers, host: this.target.host }
      });
      request.on('error', reject);
      request.on('response', answer => {
        if (WRITES.has(method) && (answer.statusCode ?? 500) < 300 && !UNCOUNTED.test(path)) {
          this.writes.push(`${method} ${path.split('?')[0]}`);
        }
        resolve(answer);
      });
      request.end(body);
    });
  }
}

function refuse(response: ServerResponse, code: number): void {
  const { status, headers, body } = refusal(code);
  response.writeHead(status, headers);
  response.end(body);
}
