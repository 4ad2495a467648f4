import { TFJOB_KIND } from '@kubeflow-lab/resources';
import type { TrainingJobKind } from '@kubeflow-lab/resources';

/** The kinds of training jobs that this server knows; a row here is all that another one needs. */
export const trainingJobKinds: readonly TrainingJobKind[] = [TFJOB_KIND];
