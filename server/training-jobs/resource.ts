import type { Kind } from '@kubeflow-lab/kube';
import type { TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';
import type { Plural } from '@kubeflow-lab/schema';

/** The resource of a kind of training job. */
export function trainingJobResource({
  kind,
  plural
}: TrainingJobKind): Kind<TrainingJob> & { plural: Plural } {
  const known = plural as Plural;
  return { group: 'kubeflow.org', version: 'v1', kind, plural: known, namespaced: true };
}
