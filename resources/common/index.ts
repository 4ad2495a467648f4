export * from './object.js';
export * from './summary.js';
