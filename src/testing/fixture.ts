/**
 * A fixture: a server that speaks the REST API and the event stream of docs/architecture.md over
 * what a test puts into it. For unit tests of this room and for looking at its screens; the real
 * server is in `server/`.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  EventItem,
  LogLine,
  Problem,
  Settings,
  StreamEventName,
  StreamEvents,
  SubscriptionRequest,
  TrainingJobItem
} from '@kubeflow-lab/schema';

interface OpenStream {
  response: ServerResponse;
  subscriptions: Map<string, SubscriptionRequest>;
}

interface Log {
  lines: LogLine[];
  ended: boolean;
}

export const defaultSettings: Settings = {
  version: '0.1.0',
  origin: 'http://localhost:8080',
  images: { jupyter: ['jupyter:0.1.0'], tensorflow: ['tensorflow:0.1.0'] },
  addons: [{ name: 'training-operator', state: 'ready', message: 'Ready.' }],
  limits: { cpu: '4', memory: '8Gi' }
};

export class Fixture {
  /** What `GET /kubeflow-lab/status` answers, the Jupyter server's own handler; null where there is none. */
  status: object | null = {
    configured: true,
    url: 'http://fixture',
    namespace: 'team-a',
    notebook: null,
    message: ''
  };
  user = 'ada';
  events: EventItem[] = [];
  /** Where set, every subscription to jobs is refused with it. */
  refuseJobs: Problem | null = null;
  /** How long the answer to a subscription is held back, after its first events were sent. */
  answerDelay = 0;
  /** The requests that came: method, path and, of a subscription, its body. */
  readonly requests: { method: string; path: string; body?: unknown; headers: object }[] = [];

  /** Starts to listen; resolves to the address with a slash at its end. */
  async listen(port = 0): Promise<string> {
    this._server = createServer((request, response) => void this._handle(request, response));
    await new Promise<void>(resolve => this._server!.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this._server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.cut();
    this._server?.closeAllConnections();
    await new Promise(resolve => this._server?.close(resolve));
  }

  get streams(): number {
    return this._streams.size;
  }

  get subscriptions(): SubscriptionRequest[] {
    return [...this._streams.values()].flatMap(({ subscriptions }) => [...subscriptions.values()]);
  }

  jobs(namespace: string): TrainingJobItem[] {
    return [...this._jobs.values()].filter(({ object }) => object.metadata.namespace === namespace);
  }

  put(item: TrainingJobItem): void {
    const { uid, namespace } = item.object.metadata;
    this._jobs.set(uid!, item);
    this._tell(isJobsOf(namespace!), 'changed', { item });
  }

  remove(uid: string): void {
    const item = this._jobs.get(uid);
    if (item) {
      const { name, namespace = '' } = item.object.metadata;
      this._jobs.delete(uid);
      this._tell(isJobsOf(namespace), 'removed', { uid, name, namespace });
    }
  }

  clear(): void {
    [...this._jobs.keys()].forEach(uid => this.remove(uid));
    this._logs.clear();
  }

  setSettings(settings: Settings): void {
    this._settings = settings;
    this._tell(topic => topic.resource === 'settings', 'snapshot', { settings });
  }

  /** Adds lines to the log of a job: pairs of a replica's name and a text. */
  print(namespace: string, name: string, ...texts: [string, string][]): void {
    const log = this._log(namespace, name);
    const lines = texts.map(([replica, text], index) => ({
      sequence: log.lines.length + index + 1,
      replica,
      time: new Date().toISOString(),
      text
    }));
    log.lines.push(...lines);
    this._tell(isLogOf(namespace, name), 'lines', { lines });
  }

  endLog(namespace: string, name: string): void {
    this._log(namespace, name).ended = true;
    this._tell(isLogOf(namespace, name), 'end', {});
  }

  /** Ends subscriptions to jobs with a problem, as when access is removed. */
  fail(problem: Problem): void {
    this._tell(topic => topic.resource === 'tfjobs', 'error', { problem });
    for (const { subscriptions } of this._streams.values()) {
      for (const [id, topic] of subscriptions) {
        if (topic.resource === 'tfjobs') {
          subscriptions.delete(id);
        }
      }
    }
  }

  /** Cuts all open streams, as a lost connection does. */
  cut(): void {
    this._streams.forEach(({ response }) => response.destroy());
    this._streams.clear();
  }

  private async _handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://fixture');
    const path = pathname.replace(/^\/kubeflow-lab\//, '/');
    const body = await bodyOf(request);
    const method = request.method ?? 'GET';
    this.requests.push({ method, path, body, headers: request.headers });
    const parts = path.split('/').slice(1).map(decodeURIComponent);
    if (path === '/status') {
      send(response, this.status ? 200 : 404, this.status ?? {});
    } else if (path === '/api/stream') {
      this._open(response);
    } else if (parts[1] === 'stream') {
      this._subscription(method, parts, body as SubscriptionRequest, response);
    } else {
      this._resource(method, parts, response);
    }
  }

  private _resource(method: string, parts: string[], response: ServerResponse): void {
    const [, resource, namespace, , name, part] = parts;
    if (resource === 'session') {
      send(response, 200, { user: this.user, projects: [{ namespace: 'team-a', role: 'owner' }] });
      return;
    }
    if (resource === 'settings') {
      send(response, 200, this._settings);
      return;
    }
    const job = this.jobs(namespace ?? '').find(({ object }) => object.metadata.name === name);
    if (!job) {
      const detail = `There is no training job ${name} in ${namespace}.`;
      send(response, 404, { type: 'about:blank', title: 'Not found', status: 404, detail });
    } else if (method === 'DELETE') {
      this.remove(job.object.metadata.uid!);
      send(response, 202, {});
    } else if (part === 'events') {
      send(response, 200, { items: this.events });
    } else if (part === 'logs') {
      send(response, 200, { lines: this._log(namespace, name).lines });
    } else {
      send(response, 200, job);
    }
  }

  private _open(response: ServerResponse): void {
    const id = `stream-${++this._count}`;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store'
    });
    this._streams.set(id, { response, subscriptions: new Map() });
    response.on('close', () => this._streams.delete(id));
    emit(response, 'hello', { stream: id });
  }

  private _subscription(
    method: string,
    [, , id, , subscription]: string[],
    topic: SubscriptionRequest,
    response: ServerResponse
  ): void {
    const stream = this._streams.get(id);
    if (!stream) {
      const detail = 'This stream has ended.';
      send(response, 404, { type: 'about:blank', title: 'Not found', status: 404, detail });
    } else if (method === 'DELETE') {
      stream.subscriptions.delete(subscription);
      response.writeHead(204).end();
    } else if (this.refuseJobs && topic.resource === 'tfjobs') {
      send(response, this.refuseJobs.status, this.refuseJobs);
    } else {
      const id = `subscription-${++this._count}`;
      stream.subscriptions.set(id, topic);
      // The snapshot overtakes the answer, which a client has to bear.
      this._snapshot(stream.response, id, topic);
      setTimeout(() => send(response, 201, { subscription: id }), this.answerDelay);
    }
  }

  private _snapshot(
    response: ServerResponse,
    subscription: string,
    topic: SubscriptionRequest
  ): void {
    if (topic.resource === 'logs') {
      const log = this._log(topic.namespace, topic.name);
      const lines = log.lines.filter(line => line.sequence > (topic.after ?? 0));
      emit(response, 'snapshot', { subscription, lines });
      if (log.ended) {
        emit(response, 'end', { subscription });
      }
    } else if (topic.resource === 'settings') {
      emit(response, 'snapshot', { subscription, settings: this._settings });
    } else {
      emit(response, 'snapshot', { subscription, items: this.jobs(topic.namespace) });
    }
  }

  private _tell(
    wanted: (topic: SubscriptionRequest) => boolean,
    name: StreamEventName,
    data: object
  ): void {
    for (const { response, subscriptions } of this._streams.values()) {
      for (const [subscription, topic] of subscriptions) {
        if (wanted(topic)) {
          emit(response, name, { subscription, ...data } as StreamEvents[StreamEventName]);
        }
      }
    }
  }

  private _log(namespace: string, name: string): Log {
    const key = `${namespace}/${name}`;
    const log = this._logs.get(key) ?? { lines: [], ended: false };
    this._logs.set(key, log);
    return log;
  }

  private _server: Server | null = null;
  private _count = 0;
  private _settings = defaultSettings;
  private readonly _jobs = new Map<string, TrainingJobItem>();
  private readonly _logs = new Map<string, Log>();
  private readonly _streams = new Map<string, OpenStream>();
}

function isJobsOf(namespace: string) {
  return (topic: SubscriptionRequest) =>
    topic.resource === 'tfjobs' && topic.namespace === namespace;
}

function isLogOf(namespace: string, name: string) {
  return (topic: SubscriptionRequest) =>
    topic.resource === 'logs' && topic.namespace === namespace && topic.name === name;
}

function emit<N extends StreamEventName>(response: ServerResponse, name: N, data: StreamEvents[N]) {
  response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

function send(response: ServerResponse, status: number, body: object): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  return text ? JSON.parse(text) : undefined;
}
