export * from './creation-trouble.js';
export * from './names.js';
export * from './object.js';
export * from './quantity.js';
export * from './summary.js';
export * from './text.js';
export * from './time.js';
export * from './trouble.js';
