export * from './activity.js';
export * from './build.js';
export * from './check.js';
export * from './held.js';
export * from './pending.js';
export * from './phase.js';
export * from './types.js';
