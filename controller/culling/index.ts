export { createCulling } from './assemble.js';
export { readCullingConfig } from './config.js';
export type { CullingConfig } from './config.js';
export { createCullingController } from './controller.js';
export type { CullingControllerOptions } from './controller.js';
export * from './probe/index.js';
export type { CullingSettings } from './settings.js';
