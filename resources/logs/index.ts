export * from './collector.js';
export * from './cursor.js';
export * from './curves.js';
export * from './lines.js';
export * from './metrics.js';
export * from './points.js';
