/** The contracts between the parts of kubeflow-lab. */
export * from './api/index.js';
export * from './crd/index.js';
