export { createWorkflowEngine } from './controller.js';
