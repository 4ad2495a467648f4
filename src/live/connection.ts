import type { Problem, StreamEventName, StreamEvents } from '@kubeflow-lab/schema';
import { problemOf, ProblemError } from '../problem';
import { Backoff } from './backoff';
import type { FeedEvent, Topic } from './feed';
import { SseParser } from './sse';
import { Stream } from './stream';
import type { Send } from './transport';

export interface ConnectionOptions {
  send: Send;
  deliver: (key: string, event: FeedEvent) => void;
  /** The sequence number after which a log is resumed, 0 for all of it. */
  resumeAfter: (key: string) => number;
  /** A stream that is silent for so many milliseconds is taken as broken; the server sends a comment each 15 s. */
  silence?: number;
  backoff?: Backoff;
}

/** Why a request was aborted: nobody follows anything any more. */
const UNUSED = 'unused';

/**
 * The one event stream of a client: topics come and go on it, and after a loss it is opened again
 * and every topic subscribed anew.
 */
export class StreamConnection {
  constructor(private readonly _options: ConnectionOptions) {
    this._backoff = _options.backoff ?? new Backoff();
  }

  /** Follows a topic under a key of the caller's; the stream is opened with the first. */
  add(key: string, topic: Topic): void {
    this._topics.set(key, topic);
    if (this._stream) {
      void this._stream.subscribe(key, topic);
    } else if (!this._running) {
      void this._run();
    }
  }

  /** Follows a topic no longer; the stream is closed with the last. */
  remove(key: string): void {
    this._topics.delete(key);
    if (this._topics.size === 0) {
      this._stream = null;
      this._abort?.abort(UNUSED);
      this._wake?.();
    } else {
      const abort = this._abort;
      this._stream?.unsubscribe(key).catch(error => abort?.abort(error));
    }
  }

  /** Tries again at once whatever waits for its next attempt or was refused. */
  retry(): void {
    this._backoff.reset();
    this._wake?.();
    this._subscribeAll();
  }

  private async _run(): Promise<void> {
    this._running = true;
    while (this._topics.size > 0) {
      const problem = await this._follow();
      this._stream = null;
      if (problem && this._topics.size > 0) {
        for (const key of this._topics.keys()) {
          this._options.deliver(key, { type: 'offline', problem });
        }
        await this._sleep(this._backoff.next());
      }
    }
    this._running = false;
  }

  /** Opens the stream and reads it to its end; returns why it ended, null when it was not needed any more. */
  private async _follow(): Promise<Problem | null> {
    const abort = (this._abort = new AbortController());
    let watchdog: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => abort.abort(), this._options.silence ?? 45_000);
    };
    try {
      alive();
      const response = await this._options.send('GET', '/stream', { signal: abort.signal });
      const reader = response.body!.getReader();
      const decoder = new TextDecoder();
      const parser = new SseParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          return problemOf('The connection for live updates was closed; it is being made again.');
        }
        alive();
        for (const { event, data } of parser.push(decoder.decode(value, { stream: true }))) {
          this._receive(event as StreamEventName, JSON.parse(data), abort.signal);
        }
      }
    } catch (error) {
      return abort.signal.reason === UNUSED ? null : ProblemError.from(error).problem;
    } finally {
      clearTimeout(watchdog);
      abort.abort();
    }
  }

  private _receive(name: StreamEventName, body: unknown, signal: AbortSignal): void {
    if (name === 'hello') {
      this._backoff.reset();
      const { stream } = body as StreamEvents['hello'];
      this._stream = new Stream(stream, signal, { ...this._options, backoff: this._backoff });
      this._subscribeAll();
    } else {
      this._stream?.receive(name, body as { subscription: string });
    }
  }

  private _subscribeAll(): void {
    for (const [key, topic] of this._topics) {
      void this._stream?.subscribe(key, topic);
    }
  }

  private _sleep(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds);
      this._wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private readonly _backoff: Backoff;
  private readonly _topics = new Map<string, Topic>();
  private _running = false;
  private _stream: Stream | null = null;
  private _abort: AbortController | null = null;
  private _wake: (() => void) | null = null;
}
