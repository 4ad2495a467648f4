export * from './build.js';
export * from './check.js';
export * from './duration.js';
export * from './phase.js';
export { replicaSpecs } from './replicas.js';
export * from './types.js';
