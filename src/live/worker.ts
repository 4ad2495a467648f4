/** The shared worker: one event stream for all pages of this origin. */
import type { ToHub } from './hub';
import { HubService } from './service';

const service = new HubService();

(globalThis as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = event => {
  const [port] = event.ports;
  const take = service.connect(message => port.postMessage(message));
  port.onmessage = (message: MessageEvent<ToHub>) => take(message.data);
};
