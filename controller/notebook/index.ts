export { createNotebookController } from './controller.js';
export { createRouting } from './routing.js';
