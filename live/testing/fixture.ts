/**
 * A server that speaks the event stream of docs/architecture.md over what a test puts into it, by
 * real requests. Objects of any kind: a plural is what a test calls it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  Item,
  LogLine,
  Problem,
  Settings,
  StreamEventName,
  StreamEvents
} from '@kubeflow-lab/schema';
import type { Topic } from '../feed.js';

export const defaultSettings: Settings = {
  version: '0.1.0',
  origin: 'http://localhost:8080',
  dashboards: [],
  gitHosts: [],
  images: {
    jupyter: ['jupyter:0.1.0'],
    tensorflow: ['tensorflow:0.1.0'],
    xgboost: [],
    pytorch: [],
    mpi: []
  },
  addons: [{ name: 'training-operator', state: 'ready', message: 'Ready.' }],
  limits: { cpu: '4', memory: '8Gi', gpu: '0', nodes: 1 }
};

/** A topic as it comes over the wire. */
type Wanted = Topic & { kind?: string; namespace?: string; name?: string; after?: number };

interface OpenStream {
  response: ServerResponse;
  subscriptions: Map<string, Wanted>;
}

interface Log {
  lines: LogLine[];
  ended: boolean;
}

export interface FixtureRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body?: unknown;
  headers: object;
}

export class StreamFixture {
  /** Subscriptions to these plurals are refused. */
  readonly refused = new Map<string, Problem>();
  /** How long the answer to a subscription is held back, after its first events were sent. */
  answerDelay = 0;
  /** The requests that came. */
  readonly requests: FixtureRequest[] = [];

  /** Starts to listen; resolves to the address with a slash at its end. */
  async listen(port = 0): Promise<string> {
    this.server = createServer((request, response) => void this.take(request, response));
    await new Promise<void>(resolve => this.server!.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.cut();
    this.server?.closeAllConnections();
    await new Promise(resolve => this.server?.close(resolve));
  }

  get streams(): number {
    return this.open.size;
  }

  get subscriptions(): Topic[] {
    return [...this.open.values()].flatMap(({ subscriptions }) => [...subscriptions.values()]);
  }

  /** The objects of a kind in a namespace. */
  list(plural: string, namespace: string): Item[] {
    return [...this.kind(plural).values()].filter(
      ({ object }) => object.metadata.namespace === namespace
    );
  }

  store(plural: string, item: Item): void {
    const { uid, namespace } = item.object.metadata;
    this.kind(plural).set(uid!, item);
    this.tell(isOf(plural, namespace!), 'changed', { item });
  }

  remove(uid: string): void {
    for (const [plural, items] of this.kinds) {
      const item = items.get(uid);
      if (item) {
        const { name, namespace = '' } = item.object.metadata;
        items.delete(uid);
        this.tell(isOf(plural, namespace), 'removed', { uid, name, namespace });
      }
    }
  }

  clear(): void {
    this.kinds.forEach(items => [...items.keys()].forEach(uid => this.remove(uid)));
    this.logs.clear();
  }

  get settings(): Settings {
    return this.currentSettings;
  }

  setSettings(settings: Settings): void {
    this.currentSettings = settings;
    this.tell(topic => topic.resource === 'settings', 'snapshot', { settings });
  }

  log(namespace: string, name: string): Log {
    const key = `${namespace}/${name}`;
    const log = this.logs.get(key) ?? { lines: [], ended: false };
    this.logs.set(key, log);
    return log;
  }

  /** Adds lines to the log of an object: pairs of a replica's name and a text. */
  print(namespace: string, name: string, ...texts: [string, string][]): void {
    const log = this.log(namespace, name);
    const lines = texts.map(([replica, text], index) => ({
      sequence: log.lines.length + index + 1,
      replica,
      time: new Date().toISOString(),
      text
    }));
    log.lines.push(...lines);
    this.tell(isLogOf(namespace, name), 'lines', { lines });
  }

  endLog(namespace: string, name: string): void {
    this.log(namespace, name).ended = true;
    this.tell(isLogOf(namespace, name), 'end', {});
  }

  /** Ends subscriptions to a kind with a problem, as when access is removed. */
  fail(plural: string, problem: Problem): void {
    this.tell(topic => topic.resource === plural, 'error', { problem });
    for (const { subscriptions } of this.open.values()) {
      for (const [id, topic] of subscriptions) {
        if (topic.resource === plural) {
          subscriptions.delete(id);
        }
      }
    }
  }

  /** Cuts all open streams, as a lost connection does. */
  cut(): void {
    this.open.forEach(({ response }) => response.destroy());
    this.open.clear();
  }

  /** Answers what is no request of the stream. `path` has no prefix of a handler, and begins with a slash. */
  protected answer(_request: FixtureRequest, response: ServerResponse): void {
    send(response, 404, notFound('Nothing is here.'));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fixture');
    const path = url.pathname.replace(/^\/kubeflow-lab\//, '/');
    const method = request.method ?? 'GET';
    const body = await bodyOf(request);
    const taken = { method, path, query: url.searchParams, body, headers: request.headers };
    this.requests.push(taken);
    const parts = path.split('/').slice(1).map(decodeURIComponent);
    if (path === '/api/stream') {
      this.begin(response);
    } else if (parts[1] === 'stream') {
      this.subscription(method, parts, body as Wanted, response);
    } else {
      this.answer(taken, response);
    }
  }

  private begin(response: ServerResponse): void {
    const id = `stream-${++this.count}`;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store'
    });
    this.open.set(id, { response, subscriptions: new Map() });
    response.on('close', () => this.open.delete(id));
    emit(response, 'hello', { stream: id });
  }

  private subscription(
    method: string,
    [, , id, , subscription]: string[],
    topic: Wanted,
    response: ServerResponse
  ): void {
    const stream = this.open.get(id);
    const refusal = this.refused.get(topic?.resource);
    if (!stream) {
      send(response, 404, notFound('This stream has ended.'));
    } else if (method === 'DELETE') {
      stream.subscriptions.delete(subscription);
      response.writeHead(204).end();
    } else if (refusal) {
      send(response, refusal.status, refusal);
    } else {
      const id = `subscription-${++this.count}`;
      stream.subscriptions.set(id, topic);
      // The snapshot overtakes the answer, which a client has to bear.
      this.snapshot(stream.response, id, topic);
      setTimeout(() => send(response, 201, { subscription: id }), this.answerDelay);
    }
  }

  private snapshot(response: ServerResponse, subscription: string, topic: Wanted): void {
    if (topic.resource === 'logs') {
      const log = this.log(topic.namespace!, topic.name!);
      const { after } = topic;
      const resumed = log.lines.some(line => line.sequence === after);
      const lines = resumed ? log.lines.filter(line => line.sequence > after!) : log.lines;
      emit(response, 'snapshot', { subscription, lines, ...(resumed ? { resumed } : {}) });
      if (log.ended) {
        emit(response, 'end', { subscription });
      }
    } else if (topic.resource === 'settings') {
      emit(response, 'snapshot', { subscription, settings: this.settings });
    } else {
      const items = this.list(topic.resource, topic.namespace!);
      emit(response, 'snapshot', { subscription, items });
    }
  }

  private tell(wanted: (topic: Wanted) => boolean, name: StreamEventName, data: object): void {
    for (const { response, subscriptions } of this.open.values()) {
      for (const [subscription, topic] of subscriptions) {
        if (wanted(topic)) {
          emit(response, name, { subscription, ...data } as StreamEvents[StreamEventName]);
        }
      }
    }
  }

  private kind(plural: string): Map<string, Item> {
    const items = this.kinds.get(plural) ?? new Map<string, Item>();
    this.kinds.set(plural, items);
    return items;
  }

  private server: Server | null = null;
  private count = 0;
  private currentSettings = defaultSettings;
  private readonly kinds = new Map<string, Map<string, Item>>();
  private readonly logs = new Map<string, Log>();
  private readonly open = new Map<string, OpenStream>();
}

function isOf(plural: string, namespace: string) {
  return (topic: Wanted) => topic.resource === plural && topic.namespace === namespace;
}

function isLogOf(namespace: string, name: string) {
  return (topic: Wanted) =>
    topic.resource === 'logs' && topic.namespace === namespace && topic.name === name;
}

function emit<N extends StreamEventName>(response: ServerResponse, name: N, data: StreamEvents[N]) {
  response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

export function notFound(detail: string): Problem {
  return { type: 'about:blank', title: 'Not found', status: 404, detail };
}

/** Answers with JSON, as problem details from status 400 on. */
export function send(response: ServerResponse, status: number, body: object): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  const isJson = request.headers['content-type']?.startsWith('application/json');
  return isJson && text ? JSON.parse(text) : text || undefined;
}
