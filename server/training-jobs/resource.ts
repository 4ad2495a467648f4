import type { Kind } from '@kubeflow-lab/kube';
import type { TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';

/** The resource of a kind of training job. */
export function trainingJobResource({
  kind,
  plural,
  trainer
}: TrainingJobKind): Kind<TrainingJob> & Pick<TrainingJobKind, 'plural'> {
  const served =
    trainer === undefined
      ? { group: 'kubeflow.org', version: 'v1' }
      : { group: 'trainer.kubeflow.org', version: 'v1alpha1' };
  return { ...served, kind, plural, namespaced: true };
}
