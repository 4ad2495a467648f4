/** One open event stream of one client (text/event-stream). */
import { randomBytes } from 'node:crypto';

import type { StreamEventName, StreamEvents } from '@kubeflow-lab/schema';
import type { Response } from 'express';

import type { Caller } from '../identity/authenticator.js';

const COMMENT_MS = 15_000;
/** A client that reads so slowly that this much waits for it is sent away; it comes back to a snapshot. */
const WAITING_MAX = 16 * 2 ** 20;

/** Something on a stream that ends when it is told to, or with the stream. */
export interface OpenSubscription {
  /** Sees whether the caller may still have it. */
  recheck(): Promise<void>;
  end(): void;
}

export class EventStream {
  readonly id = randomBytes(16).toString('hex');
  readonly subscriptions = new Map<string, OpenSubscription>();
  private closed = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    readonly caller: Caller,
    private readonly response: Response
  ) {
    response.status(200).set({
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no'
    });
    response.flushHeaders();
    this.timer = setInterval(() => response.write(': alive\n\n'), COMMENT_MS);
    this.timer.unref();
    this.send('hello', { stream: this.id });
  }

  send<E extends StreamEventName>(event: E, data: StreamEvents[E]): void {
    this.sendJson(event, JSON.stringify(data));
  }

  /** Sends data that are JSON already, in pieces; those that are bytes are not copied. */
  sendJson(event: StreamEventName, ...json: readonly (string | Buffer)[]): void {
    if (this.response.writableEnded || this.response.destroyed) {
      return;
    }
    // JSON has no line breaks outside strings, and escapes them inside: the data is one line.
    this.response.cork();
    [`event: ${event}\ndata: `, ...json, '\n\n'].forEach(piece => this.response.write(piece));
    this.response.uncork();
    if (this.response.writableLength > WAITING_MAX) {
      this.response.destroy();
    }
  }

  /** Takes in a subscription, which ends with the stream: at once where that was closed meanwhile. */
  add(id: string, subscription: OpenSubscription): void {
    if (this.closed) {
      subscription.end();
    } else {
      this.subscriptions.set(id, subscription);
    }
  }

  unsubscribe(id: string): boolean {
    this.subscriptions.get(id)?.end();
    return this.subscriptions.delete(id);
  }

  /** Ends everything; the client may open another one. */
  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    [...this.subscriptions.keys()].forEach(id => this.unsubscribe(id));
    this.response.end();
  }
}
