/** One open event stream of one client (text/event-stream). */
import { randomBytes } from 'node:crypto';

import type { StreamEventName, StreamEvents } from '@kubeflow-lab/schema';
import type { Response } from 'express';

import type { Caller } from '../identity/authenticator.js';

/**
 * A client that takes nothing for this time while something waits for it is sent away, after twice this time at the
 * latest; it comes back to a snapshot. As something comes each half of it, whoever reads is never sent away.
 */
const PATIENCE_MS = 30_000;
/** So is one that reads so slowly that this much waits for it, besides one list. In bytes. */
const WAITING_MAX = 16 * 2 ** 20;

/** JSON in pieces; those that are bytes are not copied. */
export type Pieces = readonly (string | Buffer)[];

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
  /** Those that wait for the list that is on its way. */
  private readonly lists: (() => Pieces | null)[] = [];
  /** How long the list is that is on its way, in bytes; 0 where none is. */
  private listLength = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(
    readonly caller: Caller,
    private readonly response: Response,
    patienceMs = PATIENCE_MS
  ) {
    response.status(200).set({
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no'
    });
    response.flushHeaders();
    // Node looks at what the system has taken of a write, too, so a long list may take longer. It ends the connection.
    response.setTimeout(patienceMs);
    this.timer = setInterval(() => response.write(': alive\n\n'), patienceMs / 2);
    this.timer.unref();
    this.send('hello', { stream: this.id });
  }

  send<E extends StreamEventName>(event: E, data: StreamEvents[E]): void {
    this.sendJson(event, JSON.stringify(data));
  }

  /** Sends data that are JSON already. */
  sendJson(event: StreamEventName, ...json: Pieces): void {
    this.write(event, json);
  }

  /**
   * Sends the snapshot of a list, which may have any length, as soon as the one before it is with the client: however
   * many are asked for, one waits for whoever reads slowly.
   * @param make called when it is sent; null where nobody wants it any more
   */
  sendList(make: () => Pieces | null): void {
    this.lists.push(make);
    if (this.listLength === 0) {
      this.sendNextList();
    }
  }

  private sendNextList(): void {
    let list: Pieces | null = null;
    while (list === null && this.lists.length > 0) {
      list = this.lists.shift()!();
    }
    this.listLength = (list ?? []).reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
    if (list !== null) {
      this.write('snapshot', list, error => {
        if (!error) {
          this.sendNextList();
        }
      });
    }
  }

  /** @param taken called when the event has left for the client, or cannot any more */
  private write(
    event: StreamEventName,
    json: Pieces,
    taken?: (error?: Error | null) => void
  ): void {
    const { response } = this;
    if (response.writableEnded || response.destroyed) {
      return;
    }
    // JSON has no line breaks outside strings, and escapes them inside: the data is one line.
    response.cork();
    [`event: ${event}\ndata: `, ...json].forEach(piece => response.write(piece));
    response.write('\n\n', taken);
    response.uncork();
    if (response.writableLength - this.listLength > WAITING_MAX) {
      response.destroy();
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
