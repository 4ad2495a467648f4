import type { LiveClient } from './client.js';

/** Holds a lock for as long as this tab lives; null where Web Locks are missing (a page on plain http). */
function holdLock(): string | null {
  if (!('locks' in navigator)) {
    return null;
  }
  const name = `kubeflow-lab-tab-${crypto.randomUUID()}`;
  void navigator.locks.request(name, () => new Promise<never>(() => undefined));
  return name;
}

/** Tells the hub when this tab comes and goes, and hurries the connection when there is reason to hope. */
export function attachTab(client: LiveClient): void {
  const lock = holdLock();
  client.hello(lock);
  addEventListener('pagehide', () => client.bye());
  addEventListener('pageshow', event => {
    if (event.persisted) {
      client.hello(null);
    }
  });
  addEventListener('online', () => client.hurry());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') {
      client.hurry();
    }
  });
}
