import type { Problem, StreamEventName, StreamEvents } from '@kubeflow-lab/schema';
import { Backoff } from './backoff.js';
import type { FeedEvent, Topic } from './feed.js';
import { problemOf, ProblemError } from './problem.js';
import { SseParser } from './sse.js';
import { Stream } from './stream.js';
import type { Send } from './transport.js';

/** `failures` counts the attempts in a row that did not bring a stream. */
export type ConnectionStatus =
  | { state: 'idle' }
  | { state: 'connecting'; failures: number }
  | { state: 'open' }
  | { state: 'waiting'; failures: number; problem: Problem }
  | { state: 'signed-out' };

export interface ConnectionOptions {
  send: Send;
  deliver: (key: string, event: FeedEvent) => void;
  status: (status: ConnectionStatus) => void;
  /** The sequence number after which a log is resumed, 0 for all of it. */
  resumeAfter: (key: string) => number;
  /**
   * Whether a 401 means that nobody is signed in: then nothing is tried until a topic is added or
   * `restart` is called. Else it is one more failure, after which it is tried again.
   */
  sessions: boolean;
}

/** A stream that is silent for so many milliseconds is taken as broken; the server sends a comment each 15 s. */
const SILENCE = 45_000;

/** Why a stream was aborted: it is not wanted any more. */
const CLOSED = 'closed';

/**
 * The one event stream of a client: topics come and go on it, and after a loss it is opened again,
 * later and later, and every topic subscribed anew.
 */
export class StreamConnection {
  constructor(private readonly options: ConnectionOptions) {}

  get status(): ConnectionStatus {
    return this.current;
  }

  /** Follows a topic under a key of the caller's; the stream is opened with the first. */
  add(key: string, topic: Topic): void {
    this.topics.set(key, topic);
    if (this.running) {
      void this.stream?.subscribe(key, topic);
    } else {
      void this.run();
    }
  }

  /** Follows a topic no longer; the stream is closed with the last. */
  remove(key: string): void {
    this.topics.delete(key);
    if (this.topics.size === 0) {
      this.close();
      this.wake?.();
    } else {
      this.stream?.unsubscribe(key);
    }
  }

  /** Subscribes to a topic again, for one that ended or was refused. */
  again(key: string): void {
    const topic = this.topics.get(key);
    if (topic) {
      this.stream?.unsubscribe(key);
      this.add(key, topic);
      this.wake?.();
    }
  }

  /** Tries again at once whatever waits for its next attempt or was refused. */
  retry(): void {
    this.wake?.();
    this.subscribeAll();
  }

  /** Begins again with a new stream, because another person may be signed in now. */
  restart(): void {
    this.failures = 0;
    this.backoff.reset();
    this.close();
    this.wake?.();
    if (!this.running && this.topics.size > 0) {
      void this.run();
    } else if (!this.running) {
      this.setStatus({ state: 'idle' });
    }
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.topics.size > 0) {
      this.setStatus({ state: 'connecting', failures: this.failures });
      const problem = await this.attempt();
      this.stream = null;
      if (problem?.status === 401 && this.options.sessions) {
        break;
      }
      if (problem && this.topics.size > 0) {
        await this.pause(problem);
      }
    }
    this.running = false;
    this.setStatus({ state: this.topics.size > 0 ? 'signed-out' : 'idle' });
  }

  private async pause(problem: Problem): Promise<void> {
    this.failures += 1;
    this.setStatus({ state: 'waiting', failures: this.failures, problem });
    for (const key of this.topics.keys()) {
      this.options.deliver(key, { type: 'offline', problem });
    }
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, this.backoff.next());
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }

  /** Opens the stream and reads it to its end; returns why it ended, null when we closed it ourselves. */
  private async attempt(): Promise<Problem | null> {
    const abort = (this.abort = new AbortController());
    const watchdog = new Watchdog(abort);
    try {
      const response = await this.options.send('GET', '/stream', { signal: abort.signal });
      await this.read(response, abort, watchdog);
      return problemOf('The connection for live updates was closed; it is being made again.');
    } catch (error) {
      const { aborted, reason } = abort.signal;
      return reason === CLOSED ? null : ProblemError.from(aborted ? reason : error).problem;
    } finally {
      watchdog.stop();
      // What is still being asked for on this stream will not be answered on it.
      abort.abort(CLOSED);
    }
  }

  private async read(
    response: Response,
    abort: AbortController,
    watchdog: Watchdog
  ): Promise<void> {
    const reader = response.body!.getReader();
    const decoder = new TextDecoder();
    const parser = new SseParser();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      watchdog.alive();
      for (const { event, data } of parser.push(decoder.decode(value, { stream: true }))) {
        this.receive(event as StreamEventName, JSON.parse(data), abort);
      }
    }
  }

  private receive(name: StreamEventName, body: unknown, abort: AbortController): void {
    if (name !== 'hello') {
      this.stream?.receive(name, body as { subscription: string });
      return;
    }
    this.failures = 0;
    this.backoff.reset();
    this.stream = new Stream((body as StreamEvents['hello']).stream, abort.signal, {
      ...this.options,
      fail: problem => abort.abort(new ProblemError(problem))
    });
    this.setStatus({ state: 'open' });
    this.subscribeAll();
  }

  private subscribeAll(): void {
    for (const [key, topic] of this.topics) {
      void this.stream?.subscribe(key, topic);
    }
  }

  private close(): void {
    this.stream = null;
    this.abort?.abort(CLOSED);
  }

  private setStatus(status: ConnectionStatus): void {
    this.current = status;
    this.options.status(status);
  }

  private readonly backoff = new Backoff();
  private readonly topics = new Map<string, Topic>();
  private current: ConnectionStatus = { state: 'idle' };
  private failures = 0;
  private running = false;
  private stream: Stream | null = null;
  private abort: AbortController | null = null;
  private wake: (() => void) | null = null;
}

/** Aborts a stream that has fallen silent. */
class Watchdog {
  constructor(private readonly abort: AbortController) {
    this.alive();
  }

  alive(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.abort.abort(new ProblemError(problemOf('The connection for live updates fell silent.')));
    }, SILENCE);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private timer: ReturnType<typeof setTimeout> | undefined;
}
