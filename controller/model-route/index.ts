export { createModelRouteController } from './controller.js';
