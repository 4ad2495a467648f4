import type { Problem, StreamEventName, StreamEvents } from '@kubeflow-lab/schema';
import { ProblemError } from '../problem';
import type { Backoff } from './backoff';
import type { FeedEvent, Topic } from './feed';
import type { Send } from './transport';

export interface StreamOptions {
  send: Send;
  backoff: Backoff;
  deliver: (key: string, event: FeedEvent) => void;
  /** The sequence number after which a log is resumed, 0 for all of it. */
  resumeAfter: (key: string) => number;
}

/** One open event stream and the subscriptions on it; it ends with its connection. */
export class Stream {
  constructor(
    private readonly _id: string,
    private readonly _signal: AbortSignal,
    private readonly _options: StreamOptions
  ) {}

  /** Subscribes a topic under a key of the caller's, if it is not subscribed yet. */
  async subscribe(key: string, topic: Topic): Promise<void> {
    this._wanted.set(key, topic);
    if (this._subscriptions.has(key) || this._asking.has(key)) {
      return;
    }
    this._asking.add(key);
    try {
      const after = topic.resource === 'logs' ? this._options.resumeAfter(key) : 0;
      const response = await this._options.send('POST', this._path(), {
        body: after > 0 ? { ...topic, after } : topic,
        signal: this._signal
      });
      const { subscription } = (await response.json()) as { subscription: string };
      await this._subscribed(key, subscription);
    } catch (error) {
      if (!this._signal.aborted && this._wanted.has(key)) {
        this._refused(key, ProblemError.from(error).problem);
      }
    } finally {
      this._asking.delete(key);
      if (this._asking.size === 0) {
        this._early.clear();
      }
    }
  }

  /** Ends the subscription of a key. Rejects when the stream is broken, with which all of them end. */
  async unsubscribe(key: string): Promise<void> {
    this._wanted.delete(key);
    const subscription = this._subscriptions.get(key);
    if (subscription !== undefined) {
      this._forget(key);
      await this._end(subscription);
    }
  }

  /** Takes an event other than `hello` from the connection. */
  receive(name: StreamEventName, body: { subscription: string }): void {
    const key = this._keys.get(body.subscription);
    if (key !== undefined) {
      this._deliver(key, name, body);
    } else if (this._asking.size > 0) {
      // The first events may overtake the answer that names their subscription.
      const early = this._early.get(body.subscription) ?? [];
      this._early.set(body.subscription, [...early, { name, body }]);
    }
  }

  private async _subscribed(key: string, subscription: string): Promise<void> {
    if (!this._wanted.has(key)) {
      await this._end(subscription);
      return;
    }
    this._subscriptions.set(key, subscription);
    this._keys.set(subscription, key);
    const early = this._early.get(subscription) ?? [];
    this._early.delete(subscription);
    early.forEach(({ name, body }) => this._deliver(key, name, body));
  }

  private _deliver(key: string, name: StreamEventName, body: object): void {
    const event = feedEventOf(name, body);
    if (event?.type === 'failed') {
      this._refused(key, event.problem);
    } else if (event) {
      this._options.deliver(key, event);
    }
  }

  /** A refusal of the caller (4xx) stands until someone asks again; anything else is tried again later. */
  private _refused(key: string, problem: Problem): void {
    this._forget(key);
    this._options.deliver(key, { type: 'failed', problem });
    if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) {
      return;
    }
    const timer = setTimeout(() => {
      const topic = this._wanted.get(key);
      if (topic) {
        void this.subscribe(key, topic);
      }
    }, this._options.backoff.next());
    this._signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  private async _end(subscription: string): Promise<void> {
    await this._options.send('DELETE', `${this._path()}/${subscription}`, {
      signal: this._signal
    });
  }

  private _forget(key: string): void {
    const subscription = this._subscriptions.get(key);
    if (subscription !== undefined) {
      this._subscriptions.delete(key);
      this._keys.delete(subscription);
    }
  }

  private _path(): string {
    return `/stream/${encodeURIComponent(this._id)}/subscriptions`;
  }

  private readonly _wanted = new Map<string, Topic>();
  private readonly _asking = new Set<string>();
  /** Key → subscription, and back. */
  private readonly _subscriptions = new Map<string, string>();
  private readonly _keys = new Map<string, string>();
  private readonly _early = new Map<string, { name: StreamEventName; body: object }[]>();
}

function feedEventOf(name: StreamEventName, body: object): FeedEvent | null {
  switch (name) {
    case 'snapshot': {
      const { items, lines, settings } = body as StreamEvents['snapshot'];
      return { type: 'snapshot', items, lines, settings };
    }
    case 'changed':
      return { type: 'changed', item: (body as StreamEvents['changed']).item };
    case 'removed':
      return { type: 'removed', uid: (body as StreamEvents['removed']).uid };
    case 'lines':
      return { type: 'lines', lines: (body as StreamEvents['lines']).lines };
    case 'end':
      return { type: 'end' };
    case 'error':
      return { type: 'failed', problem: (body as StreamEvents['error']).problem };
    default:
      // An event that a newer server knows and this client does not.
      return null;
  }
}
