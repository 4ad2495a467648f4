import type { Problem, Subscription } from '@kubeflow-lab/schema';

import { ApiError } from '../api/problem.js';
import type { StreamEvent } from '../live/sse.js';
import { topicKey, type Topic } from '../live/topic.js';
import type { Transport } from '../live/transport.js';

interface OpenStream {
  emit(event: string, data: unknown): void;
  end(): void;
  fail(problem: Problem): void;
}

/** A transport whose streams are played by the test. */
export class FakeTransport implements Transport {
  readonly streams: OpenStream[] = [];
  /** `stream topic` of each subscription, in order. */
  readonly subscribed: string[] = [];
  readonly unsubscribed: string[] = [];
  /** What opening answers, when it is refused. */
  refusal: Problem | null = null;
  /** What subscribing answers, when it is refused. */
  subscribeRefusal: Problem | null = null;
  /** Runs before a subscription is answered. */
  beforeAnswer: (subscription: string) => void = () => undefined;

  get last(): OpenStream {
    return this.streams[this.streams.length - 1];
  }

  open(onEvent: (event: StreamEvent) => void, signal: AbortSignal): Promise<void> {
    if (this.refusal) {
      return Promise.reject(new ApiError(this.refusal));
    }
    return new Promise((resolve, reject) => {
      this.streams.push({
        emit: (event, data) => onEvent({ event, data: JSON.stringify(data) }),
        end: resolve,
        fail: problem => reject(new ApiError(problem))
      });
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  }

  subscribe(stream: string, topic: Topic): Promise<Subscription> {
    if (this.subscribeRefusal) {
      return Promise.reject(new ApiError(this.subscribeRefusal));
    }
    const subscription = `${stream} ${topicKey(topic)}`;
    this.subscribed.push(subscription);
    this.beforeAnswer(subscription);
    return Promise.resolve({ subscription });
  }

  unsubscribe(_stream: string, subscription: string): Promise<void> {
    this.unsubscribed.push(subscription);
    return Promise.resolve();
  }
}

/** Lets everything that is already decided happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await Promise.resolve();
  }
}
