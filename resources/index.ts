export * from './common/index.js';
export * from './notebook/index.js';
export * from './profile/index.js';
