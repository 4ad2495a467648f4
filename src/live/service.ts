import { StreamConnection } from './connection';
import { type FromHub, Hub, type HubPort, type ToHub } from './hub';
import { type Endpoint, sendBy } from './transport';

/**
 * A hub that speaks in messages, for a worker and for a page alike. Requests carry the endpoint that
 * a page told last: its anti-forgery header may be younger than the hub.
 */
export class HubService {
  constructor() {
    const send = sendBy(() => this._endpoint!);
    this._hub = new Hub(callbacks => new StreamConnection({ ...callbacks, send }));
  }

  /** Takes the messages of one page; `send` brings it the answers. */
  connect(send: (message: FromHub) => void): (message: ToHub) => void {
    const port: HubPort = { send };
    return message => {
      switch (message.type) {
        case 'hello':
          this._endpoint = message.endpoint;
          send({ type: 'welcome' });
          if (message.lock !== null) {
            this._dropWhenFree(message.lock, port);
          }
          break;
        case 'subscribe':
          this._hub.subscribe(port, message.id, message.topic);
          break;
        case 'unsubscribe':
          this._hub.unsubscribe(port, message.id);
          break;
        case 'retry':
          this._hub.retry();
          break;
        case 'bye':
          this._hub.drop(port);
          break;
      }
    };
  }

  /** A page holds its lock as long as it lives, also when it ends without a word. */
  private _dropWhenFree(lock: string, port: HubPort): void {
    void navigator.locks.request(lock, () => this._hub.drop(port));
  }

  private readonly _hub: Hub;
  private _endpoint: Endpoint | null = null;
}
