import { NOTEBOOK, keyOf } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

/** The key of the Notebook that controls an object, whatever version it was made with; null where none does. */
export function ownerKey(object: KubeObject): string | null {
  const owner = object.metadata?.ownerReferences?.find(reference => reference.controller);
  const isNotebook = owner?.kind === NOTEBOOK.kind && owner.apiVersion.startsWith('kubeflow.org/');
  return isNotebook ? keyOf({ namespace: object.metadata?.namespace, name: owner.name }) : null;
}
