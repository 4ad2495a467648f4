export * from './check.js';
export * from './classes.js';
export * from './growth.js';
export * from './snapshot.js';
export * from './snapshot-source.js';
