export { createNotebookController } from './controller.js';
export { createRouting } from './routing/index.js';
export type { RoutingSettings } from './routing/index.js';
