import { StreamConnection } from './connection.js';
import { type FromHub, Hub, type HubPort, type ToHub } from './hub.js';
import { type Endpoint, type Send, sendBy } from './transport.js';

export interface ServiceOptions {
  /** Whether a 401 means that nobody is signed in; see `ConnectionOptions`. Default false. */
  sessions?: boolean;
  /** In the place of requests by `fetch`. */
  send?: Send;
}

/**
 * A hub that speaks in messages, for a worker and for a page alike. Requests carry the endpoint that
 * a page told last: its anti-forgery header may be younger than the hub.
 */
export class HubService {
  constructor({ sessions = false, send = sendBy(() => this.endpoint!) }: ServiceOptions = {}) {
    this.hub = new Hub(callbacks => new StreamConnection({ ...callbacks, send, sessions }));
  }

  /** Takes the messages of one page; `send` brings it the answers. */
  connect(send: (message: FromHub) => void): (message: ToHub) => void {
    const port: HubPort = { send };
    return message => this.take(port, message);
  }

  private take(port: HubPort, message: ToHub): void {
    switch (message.type) {
      case 'hello':
        this.endpoint = message.endpoint;
        port.send({ type: 'welcome' });
        this.hub.admit(port);
        this.dropWhenFree(message.lock, port);
        break;
      case 'subscribe':
        this.hub.subscribe(port, message.topic);
        break;
      case 'unsubscribe':
        this.hub.unsubscribe(port, message.topic);
        break;
      case 'again':
        this.hub.again(message.topic);
        break;
      case 'retry':
        this.hub.retry();
        break;
      case 'restart':
        this.hub.restart();
        break;
      case 'bye':
        this.hub.drop(port);
        break;
    }
  }

  /** A page holds its lock as long as it lives, also when it ends without a word. */
  private dropWhenFree(lock: string | null, port: HubPort): void {
    if (lock !== null) {
      void navigator.locks.request(lock, () => this.hub.drop(port));
    }
  }

  private readonly hub: Hub;
  private endpoint: Endpoint | null = null;
}
