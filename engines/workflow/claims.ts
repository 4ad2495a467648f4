/** Volumes that exist for one run only: `volumeClaimTemplates`. */
import { KubeError, PERSISTENT_VOLUME_CLAIM, WORKFLOW, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { WORKFLOW_LABEL, creationTrouble, listOf, specOf } from '@kubeflow-lab/resources';
import type { PersistentVolumeClaim, Volume, Workflow } from '@kubeflow-lab/resources';
import { controllerReference, controllerUid } from '@kubeflow-lab/controller/runtime';

export const CLAIM_GC_STRATEGIES = ['OnWorkflowCompletion', 'OnWorkflowSuccess'];

/** The claims of a run's templates, named and owned as Argo's. */
export function claimsOf(workflow: Workflow): PersistentVolumeClaim[] {
  const { name: owner = '', namespace } = workflow.metadata ?? {};
  return listOf(specOf(workflow).volumeClaimTemplates).map(({ metadata, spec }) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: `${owner}-${metadata?.name}`,
      namespace,
      labels: { ...metadata?.labels, [WORKFLOW_LABEL]: owner },
      annotations: metadata?.annotations,
      ownerReferences: [controllerReference(WORKFLOW, workflow)]
    },
    spec
  }));
}

/** What stands in the status for them: the volumes that steps can mount. */
export function claimVolumes(workflow: Workflow): Volume[] {
  const owner = workflow.metadata?.name ?? '';
  return listOf(specOf(workflow).volumeClaimTemplates).map(({ metadata }) => ({
    name: metadata?.name ?? '',
    persistentVolumeClaim: { claimName: `${owner}-${metadata?.name}` }
  }));
}

/**
 * Makes the claims that are not there yet. A claim that exists was made before, and only its telling was lost. Answers
 * a sentence where one can never be had; throws what may pass.
 */
export async function createClaims(client: KubeClient, workflow: Workflow): Promise<string | null> {
  if (workflow.status?.persistentVolumeClaims !== undefined) {
    return null;
  }
  for (const claim of claimsOf(workflow)) {
    const problem = await createClaim(client, workflow, claim);
    if (problem !== null) {
      return problem;
    }
  }
  return null;
}

async function createClaim(
  client: KubeClient,
  workflow: Workflow,
  claim: PersistentVolumeClaim
): Promise<string | null> {
  const { namespace, name = '' } = claim.metadata ?? {};
  try {
    await client.create(PERSISTENT_VOLUME_CLAIM, claim);
    return null;
  } catch (error) {
    if (!(error instanceof KubeError) || error.status === 429 || error.status >= 500) {
      throw error;
    }
    if (error.reason !== 'AlreadyExists') {
      return creationTrouble({ message: error.message }, `The claim ${name}`).message;
    }
  }
  const found = await client.get<PersistentVolumeClaim>(PERSISTENT_VOLUME_CLAIM, {
    namespace,
    name
  });
  return controllerUid(found) === workflow.metadata?.uid
    ? null
    : `The claim ${name} exists already and belongs to something else.`;
}

/** Whether a run that has ended does not want to keep its volumes. */
export function isClaimsTimeOver(workflow: Workflow): boolean {
  const strategy = specOf(workflow).volumeClaimGC?.strategy || 'OnWorkflowSuccess';
  return strategy === 'OnWorkflowCompletion' || workflow.status?.phase === 'Succeeded';
}

/** Deletes those that were made for it, whatever its status names; those that are gone do not matter. */
export async function deleteClaims(client: KubeClient, workflow: Workflow): Promise<void> {
  for (const { metadata } of claimsOf(workflow)) {
    const key = { namespace: metadata?.namespace, name: metadata?.name ?? '' };
    try {
      const found = await client.get<PersistentVolumeClaim>(PERSISTENT_VOLUME_CLAIM, key);
      if (controllerUid(found) === workflow.metadata?.uid) {
        const { uid } = found.metadata ?? {};
        await client.delete(PERSISTENT_VOLUME_CLAIM, key, { preconditions: { uid } });
      }
    } catch (error) {
      if (!isNotFound(error)) {
        throw error;
      }
    }
  }
}
