export * from './build.js';
export * from './logs-path.js';
export * from './phase.js';
export * from './types.js';
