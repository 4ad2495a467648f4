import type { Kind } from '@kubeflow-lab/kube';
import type { Experiment, Trial } from '@kubeflow-lab/resources';
import type { Plural } from '@kubeflow-lab/schema';

export const EXPERIMENT: Kind<Experiment> & { plural: Plural } = {
  group: 'kubeflow.org',
  version: 'v1beta1',
  kind: 'Experiment',
  plural: 'experiments',
  namespaced: true
};

export const TRIAL: Kind<Trial> = {
  group: 'kubeflow.org',
  version: 'v1beta1',
  kind: 'Trial',
  plural: 'trials',
  namespaced: true
};
