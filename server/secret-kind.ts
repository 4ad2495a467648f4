import type { Kind } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

/** Secrets, which only the server reads: its own, as itself. */
export const SECRET: Kind<KubeObject & { data?: Record<string, string> }> = {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  namespaced: true
};
