import type { ConnectionStatus } from './connection.js';
import { Hub } from './hub.js';
import type { FromHub, ToHub } from './protocol.js';
import { apply, EMPTY, topicKey, type Topic, type TopicEvent, type TopicState } from './topic.js';
import type { Transport } from './transport.js';

interface Store {
  topic: Topic;
  state: TopicState;
  listeners: Set<() => void>;
  leaving: ReturnType<typeof setTimeout> | null;
}

/** How long a topic nobody looks at stays subscribed, so that going back and forth costs nothing. */
const LINGER = 5000;

/** A port to the SharedWorker at `worker`, or to a hub in this tab where there are none. */
export function connectToHub(worker: string | null, transport: Transport): MessagePort {
  if (worker !== null && typeof SharedWorker !== 'undefined') {
    return new SharedWorker(worker, { name: 'kubeflow-lab', type: 'module' }).port;
  }
  const channel = new MessageChannel();
  new Hub(transport).attach(channel.port1);
  return channel.port2;
}

/** A tab's side of the live data: a store per topic, in the form that `useSyncExternalStore` takes. */
export class LiveClient {
  private readonly stores = new Map<string, Store>();
  private readonly statusListeners = new Set<() => void>();
  private current: ConnectionStatus = { state: 'idle' };

  constructor(private readonly port: MessagePort) {
    port.onmessage = ({ data }: MessageEvent<FromHub>) => this.receive(data);
  }

  readonly status = (): ConnectionStatus => this.current;

  readonly onStatus = (listener: () => void): (() => void) => {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  };

  state(topic: Topic): TopicState {
    return this.stores.get(topicKey(topic))?.state ?? EMPTY;
  }

  /** Subscribes until the returned function is called. */
  subscribe(topic: Topic, listener: () => void): () => void {
    const store = this.open(topic);
    store.listeners.add(listener);
    return () => {
      store.listeners.delete(listener);
      if (store.listeners.size === 0) {
        store.leaving = setTimeout(() => this.close(store), LINGER);
      }
    };
  }

  /** Puts in what an answer already told, before the stream brings it. */
  tell(topic: Topic, event: TopicEvent): void {
    this.update(topicKey(topic), event);
  }

  again(topic: Topic): void {
    this.send({ type: 'again', topic });
  }

  hurry(): void {
    this.send({ type: 'hurry' });
  }

  /** To be called whenever somebody signed in or out. */
  restart(): void {
    this.stores.forEach(store => {
      store.state = EMPTY;
      store.listeners.forEach(listener => listener());
    });
    this.send({ type: 'restart' });
  }

  /** Introduces this tab to the hub, also again when it comes back from the back/forward cache. */
  hello(lock: string | null): void {
    this.send({ type: 'hello', lock });
    this.stores.forEach(({ topic }) => this.send({ type: 'subscribe', topic }));
  }

  bye(): void {
    this.send({ type: 'bye' });
  }

  private open(topic: Topic): Store {
    const key = topicKey(topic);
    const known = this.stores.get(key);
    if (known) {
      clearTimeout(known.leaving ?? undefined);
      known.leaving = null;
      if (this.current.state === 'signed-out') {
        this.send({ type: 'subscribe', topic });
      }
      return known;
    }
    const store: Store = { topic, state: EMPTY, listeners: new Set(), leaving: null };
    this.stores.set(key, store);
    this.send({ type: 'subscribe', topic });
    return store;
  }

  private close(store: Store): void {
    this.stores.delete(topicKey(store.topic));
    this.send({ type: 'unsubscribe', topic: store.topic });
  }

  private receive(message: FromHub): void {
    if (message.type === 'status') {
      this.current = message.status;
      this.statusListeners.forEach(listener => listener());
    } else {
      this.update(message.key, message.event);
    }
  }

  private update(key: string, event: TopicEvent): void {
    const store = this.stores.get(key);
    if (store) {
      store.state = apply(store.state, event);
      store.listeners.forEach(listener => listener());
    }
  }

  private send(message: ToHub): void {
    this.port.postMessage(message);
  }
}
