export { createWorkflowEngine } from './controller.js';
export { createCronEngine } from './cron/controller.js';
