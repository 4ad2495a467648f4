import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { emptyFeed, type Feed, reduce, type Topic } from './feed';
import type { FromHub, ToHub } from './hub';
import { HubService } from './service';
import type { Endpoint } from './transport';

/** Follows objects and logs as they change. */
export interface ILive {
  /** Calls `listener` with the feed of a topic whenever it changes, until disposed. */
  subscribe(topic: Topic, listener: (feed: Feed) => void): IDisposable;
  /** Tries again at once what waits for its next attempt or was refused. */
  retry(): void;
}

interface Subscription {
  topic: Topic;
  feed: Feed;
  listener: (feed: Feed) => void;
}

/** How long a worker may take to say welcome before the page does its work itself. */
const WELCOME = 5000;

/** Live updates over the hub of a shared worker or, where that cannot be had, one of this page. */
export class Live implements ILive {
  /**
   * @param endpoint the newest endpoint, asked whenever the hub is told something
   * @param openWorker starts the shared worker; null where there are none
   */
  constructor(
    private readonly _endpoint: () => Endpoint,
    private readonly _openWorker: (() => SharedWorker) | null
  ) {}

  subscribe(topic: Topic, listener: (feed: Feed) => void): IDisposable {
    const id = this._nextId++;
    this._subscriptions.set(id, { topic, feed: emptyFeed, listener });
    if (this._post) {
      this._hello();
      this._post({ type: 'subscribe', id, topic });
    } else if (!this._connecting) {
      this._connecting = true;
      this._connect();
    }
    return new DisposableDelegate(() => {
      if (this._subscriptions.delete(id)) {
        this._post?.({ type: 'unsubscribe', id });
      }
    });
  }

  retry(): void {
    this._hello();
    this._post?.({ type: 'retry' });
  }

  private _connect(): void {
    try {
      if (this._openWorker) {
        this._useWorker(this._openWorker());
        return;
      }
    } catch (error) {
      console.info('Kubeflow Lab: no shared worker, this page has a stream of its own.', error);
    }
    this._usePage();
  }

  private _useWorker(worker: SharedWorker): void {
    const fallBack = () => {
      clearTimeout(timer);
      worker.onerror = null;
      worker.port.onmessage = null;
      worker.port.postMessage({ type: 'bye' });
      console.info('Kubeflow Lab: no shared worker, this page has a stream of its own.');
      this._usePage();
    };
    const timer = setTimeout(fallBack, WELCOME);
    worker.onerror = fallBack;
    worker.port.onmessage = ({ data }: MessageEvent<FromHub>) => {
      if (data.type === 'welcome') {
        clearTimeout(timer);
        worker.onerror = null;
      }
      this._receive(data);
    };
    window.addEventListener('pagehide', () => worker.port.postMessage({ type: 'bye' }));
    window.addEventListener('pageshow', event => {
      if (event.persisted && worker.port.onmessage) {
        this._start(message => worker.port.postMessage(message), true);
      }
    });
    void this._holdLock().then(() => {
      if (worker.port.onmessage) {
        this._start(message => worker.port.postMessage(message), true);
      }
    });
  }

  private _usePage(): void {
    const take = new HubService().connect(message => this._receive(message));
    this._start(take, false);
  }

  /** Tells a hub everything that is followed now. */
  private _start(post: (message: ToHub) => void, withLock: boolean): void {
    this._post = post;
    this._withLock = withLock;
    this._hello();
    for (const [id, { topic }] of this._subscriptions) {
      post({ type: 'subscribe', id, topic });
    }
  }

  private _hello(): void {
    const lock = this._withLock && !this._saidLock ? this._lock : null;
    this._saidLock ||= lock !== null;
    this._post?.({ type: 'hello', endpoint: this._endpoint(), lock });
  }

  private _receive(message: FromHub): void {
    if (message.type !== 'feed') {
      return;
    }
    const subscription = this._subscriptions.get(message.id);
    if (subscription) {
      subscription.feed = reduce(subscription.feed, message.event);
      subscription.listener(subscription.feed);
    }
  }

  /** Takes a lock for the life of this page, by which the worker learns of its end. */
  private async _holdLock(): Promise<void> {
    if (!navigator.locks) {
      // Not a secure context: the page says goodbye when it can.
      return;
    }
    const name = `kubeflow-lab-${crypto.randomUUID()}`;
    await new Promise<void>(held => {
      void navigator.locks.request(name, () => {
        held();
        return new Promise(() => undefined);
      });
    });
    this._lock = name;
  }

  private readonly _subscriptions = new Map<number, Subscription>();
  private _nextId = 1;
  private _connecting = false;
  private _post: ((message: ToHub) => void) | null = null;
  private _lock: string | null = null;
  private _withLock = false;
  private _saidLock = false;
}
