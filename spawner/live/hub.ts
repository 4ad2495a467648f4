import { LiveConnection, type ConnectionStatus } from './connection.js';
import type { FromHub, ToHub } from './protocol.js';
import { apply, EMPTY, topicKey, type Topic, type TopicEvent, type TopicState } from './topic.js';
import type { Transport } from './transport.js';

interface Entry {
  topic: Topic;
  state: TopicState;
  ports: Set<MessagePort>;
}

/** The events that bring a newcomer to `state`. */
function catchUp(state: TopicState): TopicEvent[] {
  const events: TopicEvent[] = [];
  if (state.loaded) {
    events.push({
      type: 'snapshot',
      items: [...state.items],
      lines: [...state.lines],
      ...(state.settings ? { settings: state.settings } : {})
    });
  }
  if (state.ended) {
    events.push({ type: 'end' });
  }
  if (state.problem) {
    events.push({ type: 'error', problem: state.problem });
  }
  return events;
}

/** Shares one connection between the tabs of a browser. Runs in the SharedWorker, or in the tab without one. */
export class Hub {
  private readonly entries = new Map<string, Entry>();
  private readonly ports = new Set<MessagePort>();
  private readonly connection: LiveConnection;

  constructor(transport: Transport) {
    this.connection = new LiveConnection(transport, {
      status: status => this.changed(status),
      event: (key, event) => this.receive(key, event)
    });
  }

  attach(port: MessagePort): void {
    this.ports.add(port);
    port.onmessage = ({ data }: MessageEvent<ToHub>) => this.answer(port, data);
    this.tell(port, { type: 'status', status: this.connection.status });
  }

  private answer(port: MessagePort, message: ToHub): void {
    switch (message.type) {
      case 'hello':
        this.ports.add(port);
        this.watchLock(port, message.lock);
        break;
      case 'subscribe':
        this.subscribe(port, message.topic);
        break;
      case 'unsubscribe':
        this.unsubscribe(port, topicKey(message.topic));
        break;
      case 'again':
        this.connection.again(topicKey(message.topic));
        break;
      case 'hurry':
        this.connection.hurry();
        break;
      case 'restart':
        this.forget();
        this.connection.restart();
        break;
      case 'bye':
        this.detach(port);
        break;
    }
  }

  /** A tab that crashed says no goodbye, but its lock is free then. */
  private watchLock(port: MessagePort, lock: string | null): void {
    if (lock !== null) {
      void navigator.locks.request(lock, () => this.detach(port));
    }
  }

  private subscribe(port: MessagePort, topic: Topic): void {
    const key = topicKey(topic);
    const entry = this.entries.get(key) ?? { topic, state: EMPTY, ports: new Set() };
    this.entries.set(key, entry);
    entry.ports.add(port);
    if (entry.ports.size === 1 || this.connection.status.state === 'signed-out') {
      this.connection.add(topic);
    }
    catchUp(entry.state).forEach(event => this.tell(port, { type: 'topic', key, event }));
  }

  private unsubscribe(port: MessagePort, key: string): void {
    const entry = this.entries.get(key);
    if (entry?.ports.delete(port) && entry.ports.size === 0) {
      this.entries.delete(key);
      this.connection.remove(key);
    }
  }

  private detach(port: MessagePort): void {
    for (const key of [...this.entries.keys()]) {
      this.unsubscribe(port, key);
    }
    this.ports.delete(port);
  }

  private changed(status: ConnectionStatus): void {
    if (status.state === 'signed-out') {
      this.forget();
    }
    this.ports.forEach(port => this.tell(port, { type: 'status', status }));
  }

  private receive(key: string, event: TopicEvent): void {
    const entry = this.entries.get(key);
    if (entry) {
      entry.state = apply(entry.state, event);
      entry.ports.forEach(port => this.tell(port, { type: 'topic', key, event }));
    }
  }

  /** Drops what was known: it belonged to the person who was signed in. */
  private forget(): void {
    this.entries.forEach(entry => {
      entry.state = EMPTY;
    });
  }

  private tell(port: MessagePort, message: FromHub): void {
    port.postMessage(message);
  }
}
