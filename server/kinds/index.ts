/** The table of kinds: routes, streams, logs, the cache and the OpenAPI document come from its rows. */
import {
  FOLLOWED_JOB_KINDS,
  FOREIGN_MODEL_KINDS,
  TRAINING_JOB_KINDS
} from '@kubeflow-lab/resources';

import { cronWorkflowKind } from '../cron-workflows/kind.js';
import { experimentKind } from '../experiments/kind.js';
import { foreignModelKind } from '../foreign-models/kind.js';
import { inferenceGraphKind } from '../inference-graphs/kind.js';
import { inferenceServiceKind } from '../inference-services/kind.js';
import { notebookKind } from '../notebooks/kind.js';
import { tensorboardKind } from '../tensorboards/kind.js';
import { trainJobKind } from '../train-jobs/kind.js';
import { trainingJobKind } from '../training-jobs/kind.js';
import { workflowKind } from '../workflows/kind.js';
import type { AnyKind } from './definition.js';

export const kinds: readonly AnyKind[] = [
  notebookKind,
  ...[...TRAINING_JOB_KINDS, ...FOLLOWED_JOB_KINDS].map(trainingJobKind),
  trainJobKind,
  workflowKind,
  cronWorkflowKind,
  experimentKind,
  inferenceServiceKind,
  inferenceGraphKind,
  ...FOREIGN_MODEL_KINDS.map(foreignModelKind),
  tensorboardKind
];
