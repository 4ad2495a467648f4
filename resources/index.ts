export * from './common/index.js';
export * from './experiment/index.js';
export * from './notebook/index.js';
export * from './profile/index.js';
export * from './logs/index.js';
export * from './training-job/index.js';
export * from './workflow/index.js';
export * from './inference-service/index.js';
