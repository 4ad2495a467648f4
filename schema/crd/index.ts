export { crdFileName, customResourceDefinition, renderCrd } from './crd.js';
export type { CrdSource } from './crd.js';
export { NOTEBOOK_CRD } from './notebook.js';
export { PROFILE_CRD } from './profile.js';
