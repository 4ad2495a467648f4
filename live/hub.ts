import type { ConnectionStatus } from './connection.js';
import {
  emptyFeed,
  type Feed,
  type FeedEvent,
  keyOf,
  lastSequence,
  reduce,
  type Topic
} from './feed.js';
import type { Endpoint } from './transport.js';

/** What a page tells the hub. */
export type ToHub =
  /** `lock`: a Web Lock that the page holds while it lives, so that its end is noticed. */
  | { type: 'hello'; endpoint: Endpoint; lock: string | null }
  | { type: 'subscribe'; topic: Topic }
  | { type: 'unsubscribe'; topic: Topic }
  | { type: 'again'; topic: Topic }
  | { type: 'retry' }
  | { type: 'restart' }
  | { type: 'bye' };

/** What the hub tells a page. `key` is `keyOf` of the topic. */
export type FromHub =
  | { type: 'welcome' }
  | { type: 'status'; status: ConnectionStatus }
  | { type: 'feed'; key: string; event: FeedEvent };

/** The half of a connection between a page and the hub that the hub holds. */
export interface HubPort {
  send(message: FromHub): void;
}

/** What the hub needs of a stream. */
export interface HubConnection {
  readonly status: ConnectionStatus;
  add(key: string, topic: Topic): void;
  remove(key: string): void;
  again(key: string): void;
  retry(): void;
  restart(): void;
}

/** What the connection calls back with. */
export interface HubCallbacks {
  deliver(key: string, event: FeedEvent): void;
  status(status: ConnectionStatus): void;
  resumeAfter(key: string): number;
}

interface Shared {
  topic: Topic;
  feed: Feed;
  ports: Set<HubPort>;
}

/**
 * The subscriptions of all pages on one event stream: equal topics are subscribed once, and who
 * comes later begins with what is known. It lives in a shared worker or, without one, in the page.
 */
export class Hub {
  constructor(connect: (callbacks: HubCallbacks) => HubConnection) {
    this.connection = connect({
      deliver: (key, event) => this.deliver(key, event),
      status: status => this.changed(status),
      resumeAfter: key => lastSequence(this.topics.get(key)?.feed ?? emptyFeed)
    });
  }

  /** Lets a page in, once; it is told how the connection stands from now on. */
  admit(port: HubPort): void {
    if (!this.ports.has(port)) {
      this.ports.add(port);
      port.send({ type: 'status', status: this.connection.status });
    }
  }

  subscribe(port: HubPort, topic: Topic): void {
    const key = keyOf(topic);
    const known = this.topics.get(key);
    const shared = known ?? { topic, feed: emptyFeed, ports: new Set() };
    this.topics.set(key, shared);
    shared.ports.add(port);
    if (!known || this.connection.status.state === 'signed-out') {
      this.connection.add(key, topic);
    }
    if (shared.feed !== emptyFeed) {
      port.send({ type: 'feed', key, event: { type: 'replace', feed: shared.feed } });
    }
  }

  unsubscribe(port: HubPort, topic: Topic): void {
    this.leave(port, keyOf(topic));
  }

  /** Asks again for a topic that ended or was refused. A log is read anew: it may be another one now. */
  again(topic: Topic): void {
    const key = keyOf(topic);
    if (topic.resource === 'logs') {
      this.deliver(key, { type: 'replace', feed: emptyFeed });
    }
    this.connection.again(key);
  }

  retry(): void {
    this.connection.retry();
  }

  /** Begins anew for whoever is signed in now; what was known belonged to who was signed in before. */
  restart(): void {
    this.forget();
    this.connection.restart();
  }

  /** Ends all subscriptions of a page. */
  drop(port: HubPort): void {
    for (const key of [...this.topics.keys()]) {
      this.leave(port, key);
    }
    this.ports.delete(port);
  }

  private leave(port: HubPort, key: string): void {
    const shared = this.topics.get(key);
    if (shared?.ports.delete(port) && shared.ports.size === 0) {
      this.topics.delete(key);
      this.connection.remove(key);
    }
  }

  private changed(status: ConnectionStatus): void {
    if (status.state === 'signed-out') {
      this.forget();
    }
    this.ports.forEach(port => port.send({ type: 'status', status }));
  }

  private deliver(key: string, event: FeedEvent): void {
    const shared = this.topics.get(key);
    if (shared) {
      shared.feed = reduce(shared.feed, event);
      shared.ports.forEach(port => port.send({ type: 'feed', key, event }));
    }
  }

  private forget(): void {
    for (const key of this.topics.keys()) {
      this.deliver(key, { type: 'replace', feed: emptyFeed });
    }
  }

  private readonly connection: HubConnection;
  private readonly topics = new Map<string, Shared>();
  private readonly ports = new Set<HubPort>();
}
