/** Kinds that only the server uses. */
import type { Kind } from '@kubeflow-lab/kube';
import type { KubeObject, TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';

export const SECRET: Kind<KubeObject & { data?: Record<string, string> }> = {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  namespaced: true
};

/** The resource of a kind of training job. */
export function trainingJobResource({ kind, plural }: TrainingJobKind): Kind<TrainingJob> {
  return { group: 'kubeflow.org', version: 'v1', kind, plural, namespaced: true };
}
