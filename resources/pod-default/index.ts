export * from './describe.js';
export * from './types.js';
