import type { Kind } from '@kubeflow-lab/kube';
import type { TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';

/** The resource of a kind of training job. */
export function trainingJobResource({
  kind,
  plural
}: TrainingJobKind): Kind<TrainingJob> & Pick<TrainingJobKind, 'plural'> {
  return { group: 'kubeflow.org', version: 'v1', kind, plural, namespaced: true };
}
