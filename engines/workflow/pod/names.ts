/** Names within the pods that the engine makes. */

/** The container of ours that brings inputs and keeps outputs. */
export const ARTIFACTS_CONTAINER = 'artifacts';
export const STAGING_VOLUME = 'kubeflow-lab-staging';
export const PLAN_VOLUME = 'kubeflow-lab-plan';
/** Where the staging volume and the plan lie in the container of ours. */
export const STAGING_PATH = '/staging';
export const PLAN_PATH = '/plan';
export const PLAN_FILE = 'plan.json';
/** What lets the container of ours read the log of the other one: its token and the API server's certificates. */
export const LOG_READER_VOLUME = 'kubeflow-lab-log-reader';
export const LOG_READER_PATH = '/log-reader';
/** Where Argo puts the source of a script. */
export const SCRIPT_PATH = '/argo/staging/script';

export const PLAN_ANNOTATION = 'lab.kubeflow.org/artifacts-plan';
/** What the step makes, and where it goes: JSON of a list of artifacts. */
export const OUTPUTS_ANNOTATION = 'lab.kubeflow.org/output-artifacts';
export const SCRIPT_ANNOTATION = 'lab.kubeflow.org/script';
/** All annotations of an object together may have 256 KiB. */
export const ANNOTATIONS_MAX = 240_000;
