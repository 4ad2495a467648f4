export { crdFileName, customResourceDefinition, renderCrd } from './crd.js';
export type { CrdSource } from './crd.js';
export { EXPERIMENT_CRD, SUGGESTION_CRD, TRIAL_CRD } from './experiment.js';
export { CRD_FOLDERS } from './folders.js';
export { NOTEBOOK_CRD } from './notebook.js';
export { POD_DEFAULT_CRD } from './pod-default.js';
export { PROFILE_CRD } from './profile.js';
export { TENSORBOARD_CRD } from './tensorboard.js';
export { CRON_WORKFLOW_CRD, WORKFLOW_CRD, WORKFLOW_TEMPLATE_CRD } from './workflow.js';
