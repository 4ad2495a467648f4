import {
  emptyFeed,
  type Feed,
  type FeedEvent,
  keyOf,
  lastSequence,
  reduce,
  type Topic
} from './feed';
import type { Endpoint } from './transport';

/** What a page tells the hub. `id` names one of its own subscriptions. */
export type ToHub =
  | { type: 'hello'; endpoint: Endpoint; lock: string | null }
  | { type: 'subscribe'; id: number; topic: Topic }
  | { type: 'unsubscribe'; id: number }
  | { type: 'retry' }
  | { type: 'bye' };

/** What the hub tells a page. */
export type FromHub = { type: 'welcome' } | { type: 'feed'; id: number; event: FeedEvent };

/** The half of a connection between a page and the hub that the hub holds. */
export interface HubPort {
  send(message: FromHub): void;
}

/** What the hub needs of a stream. */
export interface HubConnection {
  add(key: string, topic: Topic): void;
  remove(key: string): void;
  retry(): void;
}

interface Shared {
  feed: Feed;
  followers: Set<Follower>;
  leaving?: ReturnType<typeof setTimeout>;
}

interface Follower {
  port: HubPort;
  id: number;
}

/** A topic that nobody follows is kept for so many milliseconds: cells that scroll out of view come back. */
const LINGER = 10_000;

/**
 * The subscriptions of all pages on one event stream: equal topics are subscribed once, and who
 * comes later begins with what is known. It lives in a shared worker or, without one, in the page.
 */
export class Hub {
  /** @param connect makes the connection that calls back with `deliver`. */
  constructor(
    connect: (callbacks: {
      deliver: (key: string, event: FeedEvent) => void;
      resumeAfter: (key: string) => number;
    }) => HubConnection
  ) {
    this._connection = connect({
      deliver: (key, event) => this._deliver(key, event),
      resumeAfter: key => lastSequence(this._topics.get(key)?.feed ?? emptyFeed)
    });
  }

  subscribe(port: HubPort, id: number, topic: Topic): void {
    const key = keyOf(topic);
    const follower = { port, id };
    const shared = this._topics.get(key);
    this._ids(port).set(id, key);
    if (shared) {
      clearTimeout(shared.leaving);
      shared.followers.add(follower);
      port.send({ type: 'feed', id, event: { type: 'replace', feed: shared.feed } });
    } else {
      this._topics.set(key, { feed: emptyFeed, followers: new Set([follower]) });
      this._connection.add(key, topic);
    }
  }

  unsubscribe(port: HubPort, id: number): void {
    const key = this._ids(port).get(id);
    const shared = key === undefined ? undefined : this._topics.get(key);
    if (key === undefined || !shared) {
      return;
    }
    this._ids(port).delete(id);
    for (const follower of shared.followers) {
      if (follower.port === port && follower.id === id) {
        shared.followers.delete(follower);
      }
    }
    if (shared.followers.size === 0) {
      const lingers = shared.feed.state === 'live' || shared.feed.state === 'connecting';
      shared.leaving = setTimeout(() => this._end(key), lingers ? LINGER : 0);
    }
  }

  private _end(key: string): void {
    this._topics.delete(key);
    this._connection.remove(key);
  }

  /** Ends all subscriptions of a page. */
  drop(port: HubPort): void {
    for (const id of [...this._ids(port).keys()]) {
      this.unsubscribe(port, id);
    }
    this._ports.delete(port);
  }

  retry(): void {
    this._connection.retry();
  }

  private _deliver(key: string, event: FeedEvent): void {
    const shared = this._topics.get(key);
    if (!shared) {
      return;
    }
    shared.feed = reduce(shared.feed, event);
    for (const { port, id } of shared.followers) {
      port.send({ type: 'feed', id, event });
    }
  }

  private _ids(port: HubPort): Map<number, string> {
    let ids = this._ports.get(port);
    if (!ids) {
      ids = new Map();
      this._ports.set(port, ids);
    }
    return ids;
  }

  private readonly _connection: HubConnection;
  private readonly _topics = new Map<string, Shared>();
  private readonly _ports = new Map<HubPort, Map<number, string>>();
}
