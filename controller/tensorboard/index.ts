export { createTensorboardController } from './controller.js';
export { boardRouting, gatewayApiRouting } from './routing.js';
