export * from './client.js';
export * from './errors.js';
export * from './kinds.js';
export { createKubeClient } from './kube-client.js';
