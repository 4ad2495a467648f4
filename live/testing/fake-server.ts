import type { Problem } from '@kubeflow-lab/schema';
import { keyOf, type Topic } from '../feed.js';
import { ProblemError } from '../problem.js';
import type { Send } from '../transport.js';

interface OpenStream {
  emit(event: string, data: unknown): void;
  end(): void;
  fail(problem: Problem): void;
}

interface Read {
  resolve(result: { done: boolean; value?: Uint8Array }): void;
  reject(error: unknown): void;
}

/** A server whose streams are played by the test, behind the requests of a connection. */
export class FakeServer {
  readonly streams: OpenStream[] = [];
  /** `stream key` of each subscription, in order. */
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

  readonly send: Send = async (method, path, { body, signal } = {}) => {
    const [, , stream, , subscription] = path.split('/').map(decodeURIComponent);
    switch (method) {
      case 'GET':
        return this.open(signal!);
      case 'POST':
        return this.subscribe(stream, body as Topic);
      case 'DELETE':
        this.unsubscribed.push(subscription);
        return answer({});
    }
  };

  private open(signal: AbortSignal): Response {
    if (this.refusal) {
      throw new ProblemError(this.refusal);
    }
    const pieces: Uint8Array[] = [];
    let waiting: Read | null = null;
    const emit = (event: string, data: unknown) => {
      const piece = new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      if (waiting) {
        waiting.resolve({ done: false, value: piece });
        waiting = null;
      } else {
        pieces.push(piece);
      }
    };
    const read = () =>
      new Promise((resolve, reject) => {
        if (pieces.length > 0) {
          resolve({ done: false, value: pieces.shift() });
        } else {
          waiting = { resolve, reject };
        }
      });
    signal.addEventListener('abort', () => waiting?.reject(signal.reason));
    this.streams.push({
      emit,
      end: () => waiting?.resolve({ done: true }),
      fail: problem => waiting?.reject(new ProblemError(problem))
    });
    return { body: { getReader: () => ({ read }) } } as unknown as Response;
  }

  private subscribe(stream: string, topic: Topic): Response {
    if (this.subscribeRefusal) {
      throw new ProblemError(this.subscribeRefusal);
    }
    const subscription = `${stream} ${keyOf(topic)}`;
    this.subscribed.push(subscription);
    this.beforeAnswer(subscription);
    return answer({ subscription });
  }
}

function answer(body: object): Response {
  return { json: () => Promise.resolve(body) } as Response;
}

/** Lets everything that is already decided happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) {
    await Promise.resolve();
  }
}
