import https from 'node:https';
import type { IncomingMessage } from 'node:http';
import http from 'node:http';

import type { KubeConfig } from '@kubernetes/client-node';

import type { Identity } from './client.js';
import { KubeError, UnreachableError } from './errors.js';
import type { Status } from './errors.js';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query, as `/api/v1/pods?limit=500`. */
  path: string;
  body?: unknown;
  contentType?: string;
  identity?: Identity | null;
  signal?: AbortSignal;
  /** How long the socket may be silent before the answer's head has come, and in its middle. 0: for ever. */
  idleTimeoutMs: number;
}

/**
 * One request to the API server of a KubeConfig, which gives address, TLS and authentication.
 * Answers once the head of a successful answer is there; its body is still to be read.
 */
export type Transport = (request: HttpRequest) => Promise<IncomingMessage>;

/** Told of the head of each answer, and with status null where none came. */
export type AnswerListener = (answer: {
  method: string;
  host: string;
  status: number | null;
}) => void;

const ERROR_BODY_LIMIT = 1024 * 1024;
/** Less than the 90 s after which the API server closes a connection that nobody uses. */
const IDLE_CONNECTION_MS = 60_000;

export function createTransport(config: KubeConfig, onAnswer?: AnswerListener): Transport {
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    throw new Error('The kubeconfig names no current cluster.');
  }
  const base = new URL(cluster.server);
  const prefix = base.pathname.replace(/\/$/, '');
  // client-node's own agent opens a TLS connection for each request; it is needed only where there is a proxy.
  const agent = cluster.proxyUrl ? undefined : keepAliveAgent(base);
  return async request => {
    const options: https.RequestOptions = { method: request.method, path: prefix + request.path };
    await config.applyToHTTPSOptions(options);
    options.agent = agent ?? options.agent;
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    options.headers = { ...options.headers, ...requestHeaders(request, body) };
    const answer = await send(base, options, { ...request, body }).catch((error: unknown) => {
      onAnswer?.({ method: request.method, host: base.host, status: null });
      throw error;
    });
    onAnswer?.({ method: request.method, host: base.host, status: answer.statusCode ?? null });
    if ((answer.statusCode ?? 0) >= 300) {
      throw await refusal(answer);
    }
    return answer;
  };
}

function keepAliveAgent(base: URL): http.Agent {
  const options = { keepAlive: true, timeout: IDLE_CONNECTION_MS };
  return base.protocol === 'http:' ? new http.Agent(options) : new https.Agent(options);
}

function requestHeaders(request: HttpRequest, body?: string): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { Accept: 'application/json' };
  if (body !== undefined) {
    headers['Content-Type'] = request.contentType ?? 'application/json';
    // Node adds no length to a DELETE, and the API server would take its body for the next request.
    headers['Content-Length'] = String(Buffer.byteLength(body));
  }
  return Object.assign(headers, impersonation(request.identity));
}

/** Node sends an array as one header line for each element, which is what the API server wants for groups. */
export function impersonation(identity?: Identity | null): Record<string, string | string[]> {
  if (!identity) {
    return {};
  }
  return {
    'Impersonate-User': identity.user,
    ...(identity.groups?.length ? { 'Impersonate-Group': [...identity.groups] } : {}),
    ...(identity.uid ? { 'Impersonate-Uid': identity.uid } : {})
  };
}

/** A request whose body is text already. */
type Prepared = Omit<HttpRequest, 'body'> & { body?: string };

/** A kept-alive connection that the server closed meanwhile is no reason to fail: such a request is sent once more. */
async function send(
  base: URL,
  options: https.RequestOptions,
  request: Prepared
): Promise<IncomingMessage> {
  try {
    return await sendOnce(base, options, request);
  } catch (error) {
    if (error instanceof StaleConnection) {
      return sendOnce(base, { ...options, agent: false }, request);
    }
    throw error;
  }
}

class StaleConnection extends UnreachableError {}

function sendOnce(
  base: URL,
  options: https.RequestOptions,
  { method, body, signal, idleTimeoutMs }: Prepared
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const client = base.protocol === 'http:' ? http : https;
    const request = client.request({
      ...options,
      protocol: base.protocol,
      hostname: base.hostname.replace(/^\[|\]$/g, ''),
      port: base.port
    });
    endWith(signal, request);
    request.setTimeout(idleTimeoutMs, () => {
      request.destroy(new Error(`no answer within ${idleTimeoutMs / 1000} s`));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stale = method === 'GET' && request.reusedSocket && error.code === 'ECONNRESET';
      reject(
        new (stale ? StaleConnection : UnreachableError)(unreachable(error), { cause: error })
      );
    });
    request.on('response', resolve);
    request.end(body);
  });
}

/** Node's own option does this by following the ends of all streams, which is a good part of the price of a request. */
function endWith(signal: AbortSignal | undefined, request: http.ClientRequest): void {
  const end = () => void request.destroy();
  signal?.addEventListener('abort', end, { once: true });
  request.once('close', () => signal?.removeEventListener('abort', end));
  if (signal?.aborted) {
    end();
  }
}

function unreachable(error: Error): string {
  return `The Kubernetes API cannot be reached: ${error.message}.`;
}

async function refusal(answer: IncomingMessage): Promise<KubeError> {
  const status = answer.statusCode ?? 0;
  const seconds = Number(answer.headers['retry-after']);
  const retryAfter = Number.isFinite(seconds) ? seconds : null;
  return new KubeError(status, parseStatus(await readText(answer, ERROR_BODY_LIMIT)), retryAfter);
}

function parseStatus(text: string): Status {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) {
      return body as Status;
    }
  } catch {
    // A proxy or a filter before the API server answers with plain text; that text is the message.
  }
  return { message: text.slice(0, 500).trim() };
}

/** The whole body; bytes after `limit` are dropped. */
export function readText(answer: IncomingMessage, limit = Infinity): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    answer.on('data', (chunk: Buffer) => {
      if (size < limit) {
        chunks.push(chunk);
        size += chunk.length;
      }
    });
    answer.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    answer.once('error', error => reject(brokenOff(error)));
  });
}

function brokenOff(error: unknown): UnreachableError {
  const detail = (error as Partial<Error> | null)?.message ?? String(error);
  return new UnreachableError(`The Kubernetes API broke off its answer: ${detail}.`, {
    cause: error
  });
}

/** The lines of a streaming body, without their line ends; a last line without one counts too. */
export async function* readLines(
  answer: IncomingMessage,
  signal?: AbortSignal
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw signal?.aborted ? signal.reason : brokenOff(error);
  } finally {
    answer.destroy();
  }
  rest += decoder.decode();
  if (rest !== '') {
    yield rest;
  }
}
