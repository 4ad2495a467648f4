export * from './budget.js';
export * from './phase.js';
export * from './read.js';
export * from './trial.js';
export * from './types.js';
