import { WORKFLOW_API_VERSION } from '@kubeflow-lab/resources';
import type { OwnerReference, Workflow } from '@kubeflow-lab/resources';

/** What all objects of a run carry, so that they go with it. */
export function ownerOf(workflow: Workflow): OwnerReference {
  const { name = '', uid = '' } = workflow.metadata ?? {};
  return {
    apiVersion: WORKFLOW_API_VERSION,
    kind: 'Workflow',
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true
  };
}
