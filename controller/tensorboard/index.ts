export { createTensorboardController } from './controller.js';
