import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app/App.js';
import { connectToHub, LiveClient } from './live/client.js';
import { LiveContext } from './live/react.js';
import { attachTab } from './live/tab.js';
import { httpTransport } from './live/transport.js';

const root = document.getElementById('root');
if (!root) {
  throw new Error('index.html has no element with id "root"');
}
// The worker's file name carries a hash that only the page knows.
const live = new LiveClient(connectToHub(root.dataset.liveWorker ?? null, httpTransport));
attachTab(live);

createRoot(root).render(
  <StrictMode>
    <LiveContext.Provider value={live}>
      <App />
    </LiveContext.Provider>
  </StrictMode>
);
