import type { Problem, StreamEvents } from '@kubeflow-lab/schema';

import { ApiError, problemOf } from '../api/problem.js';
import type { StreamEvent } from './sse.js';
import { topicKey, type Topic, type TopicEvent } from './topic.js';
import type { Transport } from './transport.js';

export interface SessionSink {
  opened(): void;
  event(key: string, event: TopicEvent): void;
}

const FORWARDED: readonly string[] = ['snapshot', 'changed', 'removed', 'lines', 'end', 'error'];

/** A problem that ends the whole stream: nobody is signed in any more, or nothing answers. */
function endsStream(problem: Problem): boolean {
  return problem.status === 401 || problem.status === 0;
}

/** One event stream from `hello` to its end, with the subscriptions on it. It is not used again after that. */
export class StreamSession {
  private stream = '';
  private readonly stop = new AbortController();
  private failure: ApiError | null = null;
  private readonly wanted = new Map<string, Topic>();
  private readonly keys = new Map<string, string>();
  /** Events that overtook the answer to the POST that makes their subscription known. */
  private early: { subscription: string; event: TopicEvent }[] = [];
  private asking = 0;

  constructor(
    private readonly transport: Transport,
    private readonly sink: SessionSink
  ) {}

  /** Resolves when the stream ends or is closed. @throws ApiError when it fails. */
  async run(): Promise<void> {
    try {
      await this.transport.open(event => this.receive(event), this.stop.signal);
    } catch (error) {
      if (this.failure || !this.stop.signal.aborted) {
        throw this.failure ?? error;
      }
    }
    if (this.failure) {
      throw this.failure;
    }
  }

  close(): void {
    this.stop.abort();
  }

  /** Whether `close` was called, so that the end of the stream is no surprise. */
  get closed(): boolean {
    return this.stop.signal.aborted;
  }

  add(topic: Topic): void {
    this.wanted.set(topicKey(topic), topic);
    if (this.stream) {
      void this.subscribe(topic);
    }
  }

  remove(key: string): void {
    this.wanted.delete(key);
    for (const [subscription, other] of this.keys) {
      if (other === key) {
        this.keys.delete(subscription);
        void this.unsubscribe(subscription);
      }
    }
  }

  private receive({ event, data }: StreamEvent): void {
    const body: unknown = JSON.parse(data);
    if (event === 'hello') {
      this.stream = (body as StreamEvents['hello']).stream;
      this.sink.opened();
      this.wanted.forEach(topic => void this.subscribe(topic));
    } else if (FORWARDED.includes(event)) {
      const { subscription, ...rest } = body as { subscription: string };
      this.forward(subscription, { type: event, ...rest } as TopicEvent);
    }
  }

  private forward(subscription: string, event: TopicEvent): void {
    const key = this.keys.get(subscription);
    if (key !== undefined) {
      this.sink.event(key, event);
    } else if (this.asking > 0) {
      this.early.push({ subscription, event });
    }
  }

  private async subscribe(topic: Topic): Promise<void> {
    const key = topicKey(topic);
    this.asking += 1;
    try {
      const { subscription } = await this.transport.subscribe(this.stream, topic);
      if (this.wanted.has(key)) {
        this.keys.set(subscription, key);
      } else {
        void this.unsubscribe(subscription);
      }
    } catch (error) {
      this.refused(key, problemOf(error));
    } finally {
      this.asking -= 1;
      this.replayEarly();
    }
  }

  private refused(key: string, problem: Problem): void {
    if (endsStream(problem)) {
      this.fail(problem);
    } else if (this.wanted.has(key)) {
      this.sink.event(key, { type: 'error', problem });
    }
  }

  private replayEarly(): void {
    const { early } = this;
    this.early = [];
    early.forEach(({ subscription, event }) => this.forward(subscription, event));
  }

  private async unsubscribe(subscription: string): Promise<void> {
    try {
      await this.transport.unsubscribe(this.stream, subscription);
    } catch (error) {
      const problem = problemOf(error);
      // A subscription that ended by itself is gone already (404), which is what was wanted.
      if (endsStream(problem)) {
        this.fail(problem);
      }
    }
  }

  private fail(problem: Problem): void {
    this.failure ??= new ApiError(problem);
    this.stop.abort();
  }
}
