/** The SharedWorker: one event stream for all tabs of a browser. */
import { Hub } from './hub.js';
import { httpTransport } from './transport.js';

const hub = new Hub(httpTransport);

addEventListener('connect', event => {
  for (const port of (event as MessageEvent).ports) {
    hub.attach(port);
  }
});
