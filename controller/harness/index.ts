export { bundleController } from './bundle.js';
export { controllerKubeconfig, installController } from './installation.js';
export { ControllerProcess, NODE_ARGUMENTS, sumOf } from './process.js';
export type { LogRecord } from './process.js';
export { processUsage } from './usage.js';
export type { Usage } from './usage.js';
