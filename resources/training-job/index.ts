export * from './build.js';
export * from './check.js';
export * from './duration.js';
export * from './kinds.js';
export * from './phase.js';
export { replicaName, replicaSpecs } from './replicas.js';
export * from './types.js';
