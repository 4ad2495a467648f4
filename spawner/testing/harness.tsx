import { act, render, type RenderResult } from '@testing-library/react';
import {
  Live,
  keyOf,
  type FeedEvent,
  type FromHub,
  type ToHub,
  type Topic
} from '@kubeflow-lab/live';
import type { Session } from '@kubeflow-lab/schema';

import { App } from '../app/App.js';
import { LiveContext } from '../app/live.js';
import { capacity, noSnapshots, options } from './fixtures.js';

/** What the server answers to a request: a status and a JSON body. */
export type Answers = Record<string, { status: number; body?: unknown }>;

export interface Request {
  /** Such as `POST /api/session`. */
  name: string;
  headers: Headers;
  body: unknown;
}

export const SESSION: Session = {
  user: 'alice',
  projects: [
    { namespace: 'alice', role: 'owner' },
    { namespace: 'team', role: 'viewer' }
  ]
};

const DEFAULTS: Answers = {
  'GET /api/namespaces/alice/volumesnapshots': { status: 200, body: noSnapshots() },
  'GET /api/namespaces/team/volumesnapshots': { status: 200, body: noSnapshots() },
  'GET /api/session': { status: 200, body: SESSION },
  'GET /api/storageclasses': { status: 200, body: { items: [{ name: 'fast', default: true }] } },
  'GET /api/namespaces/alice/persistentvolumeclaims': { status: 200, body: { items: [] } },
  'GET /api/namespaces/alice/notebook-options': { status: 200, body: options() },
  'GET /api/namespaces/alice/notebook-use': { status: 200, body: { items: [], why: null } },
  'GET /api/namespaces/team/notebook-use': { status: 200, body: { items: [], why: null } },
  'GET /api/namespaces/alice/capacity': { status: 200, body: capacity() },
  'POST /api/namespaces/alice/notebooks?dryRun=true': { status: 200, body: { objects: [] } }
};

/** A hub whose messages are written by the test. */
class FakeHub {
  readonly said: ToHub[] = [];
  readonly port = {
    onmessage: null,
    postMessage: (message: ToHub) => this.hear(message)
  } as unknown as MessagePort;

  tell(message: FromHub): void {
    act(() => this.port.onmessage?.({ data: message } as MessageEvent));
  }

  private hear(message: ToHub): void {
    this.said.push(message);
    if (message.type === 'hello') {
      this.port.onmessage?.({ data: { type: 'welcome' } } as MessageEvent);
    }
  }
}

/** The whole app at an address, with the answers of a server and live data from the test. */
export class Harness {
  readonly requests: Request[] = [];
  readonly hub = new FakeHub();
  private view: RenderResult | null = null;

  constructor(private readonly answers: Answers = {}) {
    globalThis.fetch = (input, init = {}) => this.respond(String(input), init);
    // jsdom has no modal dialogs.
    HTMLDialogElement.prototype.showModal = function showModal() {
      this.open = true;
    };
    HTMLDialogElement.prototype.close = function close() {
      this.open = false;
    };
  }

  /** Changes what the server answers from now on. */
  answer(name: string, status: number, body?: unknown): void {
    this.answers[name] = { status, body };
  }

  async open(path: string): Promise<void> {
    history.replaceState(null, '', path);
    await this.reload();
  }

  /** Draws the app anew, as after a reload of the page. */
  async reload(): Promise<void> {
    this.view?.unmount();
    const live = new Live({
      endpoint: () => ({ url: '/api', headers: {} }),
      openWorker: () => ({ port: this.hub.port, onerror: null }) as unknown as SharedWorker
    });
    live.connect();
    await act(async () => {
      this.view = render(
        <LiveContext.Provider value={live}>
          <App />
        </LiveContext.Provider>
      );
    });
  }

  live(topic: Topic, event: FeedEvent): void {
    this.hub.tell({ type: 'feed', key: keyOf(topic), event });
  }

  /** The bodies of the requests of that name. */
  sent(name: string): unknown[] {
    return this.requests.filter(request => request.name === name).map(request => request.body);
  }

  private async respond(path: string, init: RequestInit): Promise<Response> {
    const name = `${init.method ?? 'GET'} ${path}`;
    const body: unknown = init.body ? JSON.parse(String(init.body)) : null;
    this.requests.push({ name, headers: new Headers(init.headers), body });
    const answer = this.answers[name] ?? DEFAULTS[name];
    if (!answer) {
      throw new Error(`The test has no answer to ${name}`);
    }
    return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), {
      status: answer.status,
      headers: { 'Content-Type': 'application/json' }
    });
  }
}
