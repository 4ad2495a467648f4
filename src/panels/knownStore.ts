import type { Known } from './ended';

/** Keeps what is known of ends, for all tabs of this origin together. */
export interface KnownStore {
  /** Puts `change` of what is kept into its place; no other tab comes between. */
  update(change: (before: Known) => Known): Promise<void>;
}

const DATABASE = 'kubeflow-lab';
const STORE = 'ends';
const KEY = 'all';

/**
 * Keeps it in the browser's database, over reloads. Its transactions hold across tabs, which
 * `localStorage` does not promise: a tab may read there what another has just replaced.
 */
class BrowserStore implements KnownStore {
  async update(change: (before: Known) => Known): Promise<void> {
    const database = await (this._database ??= open());
    const transaction = database.transaction(STORE, 'readwrite');
    const store = transaction.objectStore(STORE);
    const kept = store.get(KEY);
    kept.onsuccess = () => store.put(change((kept.result as Known | undefined) ?? {}), KEY);
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
  }

  private _database: Promise<IDBDatabase> | null = null;
}

/** Keeps it as long as the page is there, where the browser has no database. */
class PageStore implements KnownStore {
  async update(change: (before: Known) => Known): Promise<void> {
    this._kept = change(this._kept);
  }

  private _kept: Known = {};
}

export function knownStore(): KnownStore {
  return typeof indexedDB === 'undefined' ? new PageStore() : new BrowserStore();
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
