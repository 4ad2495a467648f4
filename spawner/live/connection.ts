import type { Problem } from '@kubeflow-lab/schema';

import { unreachable, problemOf } from '../api/problem.js';
import { backoff } from './backoff.js';
import { StreamSession } from './session.js';
import { topicKey, type Topic, type TopicEvent } from './topic.js';
import type { Transport } from './transport.js';

/** `failures` counts the attempts in a row that did not bring a stream. */
export type ConnectionStatus =
  | { state: 'idle' }
  | { state: 'connecting'; failures: number }
  | { state: 'open' }
  | { state: 'waiting'; failures: number; problem: Problem }
  | { state: 'signed-out' };

export interface ConnectionSink {
  status(status: ConnectionStatus): void;
  event(key: string, event: TopicEvent): void;
}

/**
 * Keeps one event stream open while anything is subscribed to, and opens it again when it ends, later and
 * later. Without a session it gives up; `add` or `restart` make it try again.
 */
export class LiveConnection {
  private readonly topics = new Map<string, Topic>();
  private readonly retries = new Map<string, ReturnType<typeof setTimeout>>();
  private session: StreamSession | null = null;
  private running = false;
  private failures = 0;
  private wake: (() => void) | null = null;
  private current: ConnectionStatus = { state: 'idle' };

  constructor(
    private readonly transport: Transport,
    private readonly sink: ConnectionSink
  ) {}

  get status(): ConnectionStatus {
    return this.current;
  }

  add(topic: Topic): void {
    this.topics.set(topicKey(topic), topic);
    if (this.running) {
      this.session?.add(topic);
    } else {
      void this.run();
    }
  }

  remove(key: string): void {
    this.topics.delete(key);
    this.cancelRetry(key);
    this.session?.remove(key);
    if (this.topics.size === 0) {
      this.session?.close();
      this.wake?.();
    }
  }

  /** Subscribes to a topic again, for one that ended or was refused. */
  again(key: string): void {
    const topic = this.topics.get(key);
    if (topic) {
      this.cancelRetry(key);
      this.session?.remove(key);
      this.add(topic);
    }
  }

  /** Does not wait any longer for the next attempt. */
  hurry(): void {
    this.wake?.();
  }

  /** Begins again with a new stream, because another person may be signed in now. */
  restart(): void {
    this.failures = 0;
    this.session?.close();
    this.wake?.();
    if (this.running) {
      return;
    }
    if (this.topics.size > 0) {
      void this.run();
    } else {
      this.setStatus({ state: 'idle' });
    }
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.topics.size > 0) {
      const problem = await this.attempt();
      if (problem?.status === 401) {
        break;
      }
      if (this.topics.size > 0 && problem) {
        this.failures += 1;
        this.setStatus({ state: 'waiting', failures: this.failures, problem });
        await this.pause(backoff(this.failures, Math.random()));
      }
    }
    this.running = false;
    this.setStatus({ state: this.topics.size > 0 ? 'signed-out' : 'idle' });
  }

  /** One stream from opening to end; the problem that ended it, null when we closed it ourselves. */
  private async attempt(): Promise<Problem | null> {
    this.setStatus({ state: 'connecting', failures: this.failures });
    const session = new StreamSession(this.transport, {
      opened: () => {
        this.failures = 0;
        this.setStatus({ state: 'open' });
      },
      event: (key, event) => this.receive(key, event)
    });
    this.session = session;
    this.topics.forEach(topic => session.add(topic));
    try {
      await session.run();
      return session.closed ? null : unreachable();
    } catch (error) {
      return problemOf(error);
    } finally {
      this.session = null;
      this.retries.forEach((_timer, key) => this.cancelRetry(key));
    }
  }

  private receive(key: string, event: TopicEvent): void {
    if (event.type === 'error' && event.problem.status >= 500) {
      this.cancelRetry(key);
      this.retries.set(
        key,
        setTimeout(() => this.again(key), backoff(4, Math.random()))
      );
    }
    this.sink.event(key, event);
  }

  private cancelRetry(key: string): void {
    clearTimeout(this.retries.get(key));
    this.retries.delete(key);
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      const done = (): void => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.wake = done;
    });
  }

  private setStatus(status: ConnectionStatus): void {
    this.current = status;
    this.sink.status(status);
  }
}
