export { createBucketController } from './controller.js';
