import type { Problem, StreamEventName, StreamEvents, Subscription } from '@kubeflow-lab/schema';
import { Backoff } from './backoff.js';
import type { FeedEvent, Topic } from './feed.js';
import { ProblemError } from './problem.js';
import type { Send } from './transport.js';

export interface StreamOptions {
  send: Send;
  deliver: (key: string, event: FeedEvent) => void;
  /** The sequence number after which a log is resumed, 0 for all of it. */
  resumeAfter: (key: string) => number;
  /** Called with a problem that ends the whole stream: nothing answers, or nobody is signed in. */
  fail: (problem: Problem) => void;
}

/** One open event stream and the subscriptions on it; it ends with its connection. */
export class Stream {
  constructor(
    private readonly id: string,
    private readonly signal: AbortSignal,
    private readonly options: StreamOptions
  ) {}

  /** Subscribes a topic under a key of the caller's, if it is not subscribed yet. */
  async subscribe(key: string, topic: Topic): Promise<void> {
    this.wanted.set(key, topic);
    if (this.subscriptions.has(key) || this.asking.has(key)) {
      return;
    }
    this.asking.add(key);
    try {
      this.subscribed(key, await this.ask(key, topic));
    } catch (error) {
      this.refused(key, ProblemError.from(error).problem);
    } finally {
      this.asking.delete(key);
      if (this.asking.size === 0) {
        this.early.clear();
      }
    }
  }

  /** Ends the subscription of a key. */
  unsubscribe(key: string): void {
    this.wanted.delete(key);
    this.waits.delete(key);
    const subscription = this.subscriptions.get(key);
    if (subscription !== undefined) {
      this.forget(key);
      void this.end(subscription);
    }
  }

  /** Takes an event other than `hello` from the connection. */
  receive(name: StreamEventName, body: { subscription: string }): void {
    const key = this.keys.get(body.subscription);
    if (key !== undefined) {
      this.deliver(key, name, body);
    } else if (this.asking.size > 0) {
      // The first events may overtake the answer that names their subscription.
      const early = this.early.get(body.subscription) ?? [];
      this.early.set(body.subscription, [...early, { name, body }]);
    }
  }

  private async ask(key: string, topic: Topic): Promise<string> {
    const after = topic.resource === 'logs' ? this.options.resumeAfter(key) : 0;
    const response = await this.options.send('POST', this.path(), {
      body: after > 0 ? { ...topic, after } : topic,
      signal: this.signal
    });
    return ((await response.json()) as Subscription).subscription;
  }

  private subscribed(key: string, subscription: string): void {
    if (!this.wanted.has(key)) {
      void this.end(subscription);
      return;
    }
    this.waits.delete(key);
    this.subscriptions.set(key, subscription);
    this.keys.set(subscription, key);
    const early = this.early.get(subscription) ?? [];
    this.early.delete(subscription);
    early.forEach(({ name, body }) => this.deliver(key, name, body));
  }

  private deliver(key: string, name: StreamEventName, body: object): void {
    const event = feedEventOf(name, body);
    if (event?.type === 'failed') {
      this.refused(key, event.problem);
    } else if (event) {
      this.options.deliver(key, event);
    }
  }

  /** A refusal of the caller (4xx) stands until someone asks again; anything else is tried again later. */
  private refused(key: string, problem: Problem): void {
    this.forget(key);
    if (this.signal.aborted || !this.wanted.has(key)) {
      return;
    }
    if (endsStream(problem)) {
      this.options.fail(problem);
      return;
    }
    this.options.deliver(key, { type: 'failed', problem });
    if (problem.status >= 500 || problem.status === 429) {
      this.askLater(key);
    }
  }

  private askLater(key: string): void {
    const wait = this.waits.get(key) ?? new Backoff(1000, 30_000);
    this.waits.set(key, wait);
    const timer = setTimeout(() => {
      const topic = this.wanted.get(key);
      if (topic) {
        void this.subscribe(key, topic);
      }
    }, wait.next());
    this.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  private async end(subscription: string): Promise<void> {
    try {
      await this.options.send('DELETE', `${this.path()}/${encodeURIComponent(subscription)}`, {
        signal: this.signal
      });
    } catch (error) {
      const { problem } = ProblemError.from(error);
      // One that ended by itself is gone already (404), which is what was wanted.
      if (endsStream(problem) && !this.signal.aborted) {
        this.options.fail(problem);
      }
    }
  }

  private forget(key: string): void {
    const subscription = this.subscriptions.get(key);
    if (subscription !== undefined) {
      this.subscriptions.delete(key);
      this.keys.delete(subscription);
    }
  }

  private path(): string {
    return `/stream/${encodeURIComponent(this.id)}/subscriptions`;
  }

  private readonly wanted = new Map<string, Topic>();
  private readonly asking = new Set<string>();
  /** How long a key waits until it is asked for again, while the server cannot give it. */
  private readonly waits = new Map<string, Backoff>();
  /** Key → subscription, and back. */
  private readonly subscriptions = new Map<string, string>();
  private readonly keys = new Map<string, string>();
  private readonly early = new Map<string, { name: StreamEventName; body: object }[]>();
}

/**
 * Nothing answers, nobody is signed in any more, or the server was restarted and does not know this stream: with that
 * the other subscriptions end too.
 */
function endsStream({ status, type }: Problem): boolean {
  return status === 0 || status === 401 || type === STREAM_ENDED;
}

/** The problem type of requests that name a stream which the server does not have. */
const STREAM_ENDED = 'urn:kubeflow-lab:stream-ended';

function feedEventOf(name: StreamEventName, body: object): FeedEvent | null {
  switch (name) {
    case 'snapshot': {
      const { items, lines, resumed, settings } = body as StreamEvents['snapshot'];
      return { type: 'snapshot', items, lines, resumed, settings };
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
