export { Backoff, pause } from './backoff.js';
export * from './client.js';
export * from './errors.js';
export * from './kinds.js';
export { createKubeClient } from './kube-client.js';
export { Reflector, withoutManagedFields } from './reflector.js';
export type { ReflectorOptions } from './reflector.js';
export { byController, byLabel, keyOf } from './store.js';
export type { Change, ChangeListener, Indexer, StoreReader } from './store.js';
