import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app/App.js';
import { startLanguage } from './app/language.js';
import { createLive, LiveContext } from './app/live.js';

const root = document.getElementById('root');
if (!root) {
  throw new Error('index.html has no element with id "root"');
}
// The worker's file name carries a hash that only the page knows.
const live = createLive(root.dataset.liveWorker ?? null);
live.connect();

void startLanguage().then(() =>
  createRoot(root).render(
    <StrictMode>
      <LiveContext.Provider value={live}>
        <App />
      </LiveContext.Provider>
    </StrictMode>
  )
);
