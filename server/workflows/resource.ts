import type { Kind } from '@kubeflow-lab/kube';
import type { Workflow } from '@kubeflow-lab/resources';
import type { Plural } from '@kubeflow-lab/schema';

export const WORKFLOW: Kind<Workflow> & { plural: Plural } = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'Workflow',
  plural: 'workflows',
  namespaced: true
};
