import type { ConnectionStatus } from './connection.js';
import { emptyFeed, type Feed, type FeedEvent, keyOf, reduce, type Topic } from './feed.js';
import type { FromHub } from './hub.js';
import { HubLink } from './link.js';
import { HubService, type ServiceOptions } from './service.js';
import type { Endpoint } from './transport.js';

/** Something that goes on until it is disposed. */
export interface Subscription {
  dispose(): void;
}

/** Follows objects and logs as they change. */
export interface ILive {
  /**
   * Calls `listener` with the feed of a topic whenever it changes, until disposed; at once where
   * something is known already.
   */
  subscribe(topic: Topic, listener: (feed: Feed) => void): Subscription;
  /** What is known of a topic now. */
  feed(topic: Topic): Feed;
  /** Asks again for one topic that ended or was refused; a log is read anew from its beginning. */
  again(topic: Topic): void;
  /** Tries again at once what waits for its next attempt or was refused. */
  retry(): void;
}

export interface LiveOptions extends ServiceOptions {
  /** The newest endpoint, asked before a hub is told to ask for something. */
  endpoint: () => Endpoint;
  /** Starts the shared worker, which calls `serve` with the same options; null where there are none. */
  openWorker: (() => SharedWorker) | null;
}

interface Store {
  topic: Topic;
  feed: Feed;
  listeners: Set<(feed: Feed) => void>;
  leaving?: ReturnType<typeof setTimeout>;
}

/** A topic that nobody follows is kept for so many milliseconds: cells that scroll out of view come back. */
const LINGER = 10_000;

/** A page's side of the live data: one store for each topic that something on the page follows. */
export class Live implements ILive {
  constructor(private readonly options: LiveOptions) {
    this.link = new HubLink({
      openWorker: options.openWorker,
      ownHub: () => new HubService(options),
      receive: message => this.receive(message),
      start: lock => this.start(lock)
    });
  }

  /** Meets the hub before anything is followed, to know `status`. */
  connect(): void {
    this.link.connect();
    this.watchPage();
  }

  subscribe(topic: Topic, listener: (feed: Feed) => void): Subscription {
    const store = this.open(topic);
    store.listeners.add(listener);
    this.connect();
    if (store.feed !== emptyFeed) {
      listener(store.feed);
    }
    return { dispose: () => this.leave(store, listener) };
  }

  feed(topic: Topic): Feed {
    return this.stores.get(keyOf(topic))?.feed ?? emptyFeed;
  }

  /** Puts in what an answer already told, before the stream brings it. */
  tell(topic: Topic, event: FeedEvent): void {
    this.update(keyOf(topic), event);
  }

  again(topic: Topic): void {
    this.link.send({ type: 'again', topic });
  }

  retry(): void {
    this.hello(null);
    this.link.send({ type: 'retry' });
  }

  /** To be called whenever somebody signed in or out. */
  restart(): void {
    for (const key of this.stores.keys()) {
      this.update(key, { type: 'replace', feed: emptyFeed });
    }
    this.link.send({ type: 'restart' });
  }

  readonly status = (): ConnectionStatus => this.current;

  /** Calls `listener` whenever `status` changes, until the returned function is called. */
  readonly onStatus = (listener: () => void): (() => void) => {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  };

  private open(topic: Topic): Store {
    const key = keyOf(topic);
    const known = this.stores.get(key);
    const store = known ?? { topic, feed: emptyFeed, listeners: new Set() };
    clearTimeout(store.leaving);
    if (!known || this.current.state === 'signed-out') {
      this.stores.set(key, store);
      this.hello(null);
      this.link.send({ type: 'subscribe', topic });
    }
    return store;
  }

  private leave(store: Store, listener: (feed: Feed) => void): void {
    if (store.listeners.delete(listener) && store.listeners.size === 0) {
      const { state } = store.feed;
      const lingers = state === 'live' || state === 'connecting';
      store.leaving = setTimeout(() => this.close(store), lingers ? LINGER : 0);
    }
  }

  private close(store: Store): void {
    this.stores.delete(keyOf(store.topic));
    this.link.send({ type: 'unsubscribe', topic: store.topic });
  }

  /** Introduces this page to a hub that does not know it. */
  private start(lock: string | null): void {
    this.hello(lock);
    for (const { topic } of this.stores.values()) {
      this.link.send({ type: 'subscribe', topic });
    }
  }

  /** The hub learns the newest endpoint with it, since an anti-forgery header may have changed. */
  private hello(lock: string | null): void {
    this.link.send({ type: 'hello', endpoint: this.options.endpoint(), lock });
  }

  private receive(message: FromHub): void {
    if (message.type === 'feed') {
      this.update(message.key, message.event);
    } else if (message.type === 'status') {
      this.current = message.status;
      this.statusListeners.forEach(listener => listener());
    }
  }

  private update(key: string, event: FeedEvent): void {
    const store = this.stores.get(key);
    if (store) {
      store.feed = reduce(store.feed, event);
      store.listeners.forEach(listener => listener(store.feed));
    }
  }

  /** Hurries when there is reason to hope: the device is online again, or someone looks at the page. */
  private watchPage(): void {
    if (this.watching) {
      return;
    }
    this.watching = true;
    window.addEventListener('online', () => this.retry());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        this.retry();
      }
    });
  }

  private readonly link: HubLink;
  private readonly stores = new Map<string, Store>();
  private readonly statusListeners = new Set<() => void>();
  private current: ConnectionStatus = { state: 'idle' };
  private watching = false;
}
