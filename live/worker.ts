import type { ToHub } from './hub.js';
import { HubService, type ServiceOptions } from './service.js';

/** Makes this shared worker the hub of all pages of its origin: one event stream for all of them. */
export function serve(options: ServiceOptions = {}): void {
  const service = new HubService(options);
  (globalThis as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = event => {
    const [port] = event.ports;
    const take = service.connect(message => port.postMessage(message));
    port.onmessage = (message: MessageEvent<ToHub>) => take(message.data);
  };
}
