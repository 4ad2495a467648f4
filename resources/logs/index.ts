export * from './cursor.js';
export * from './lines.js';
export * from './metrics.js';
