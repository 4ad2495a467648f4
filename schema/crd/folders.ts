import type { CrdSource } from './crd.js';
import { EXPERIMENT_CRD, SUGGESTION_CRD, TRIAL_CRD } from './experiment.js';
import { NOTEBOOK_CRD } from './notebook.js';
import { POD_DEFAULT_CRD } from './pod-default.js';
import { PROFILE_CRD } from './profile.js';
import { TENSORBOARD_CRD } from './tensorboard.js';
import { CRON_WORKFLOW_CRD, WORKFLOW_CRD, WORKFLOW_TEMPLATE_CRD } from './workflow.js';

/** Where each definition is committed, as YAML, from the root of the repository. */
export const CRD_FOLDERS: Record<string, CrdSource[]> = {
  'schema/crd': [NOTEBOOK_CRD, PROFILE_CRD, TENSORBOARD_CRD],
  // Upstream's kind, installed only where our webhook applies it.
  'deploy/components/pod-defaults/crd': [POD_DEFAULT_CRD],
  // Upstream's kinds, installed only where our engines run them.
  'deploy/engines/crd': [
    WORKFLOW_CRD,
    WORKFLOW_TEMPLATE_CRD,
    CRON_WORKFLOW_CRD,
    EXPERIMENT_CRD,
    SUGGESTION_CRD,
    TRIAL_CRD
  ]
};
