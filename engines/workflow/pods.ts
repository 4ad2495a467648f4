import { KubeError, POD, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { NODE_ID_ANNOTATION, creationTrouble, plainText } from '@kubeflow-lab/resources';
import type { NodeStatus, Pod, Workflow } from '@kubeflow-lab/resources';
import { controllerUid, timestamp } from '@kubeflow-lab/controller/runtime';

/** So many pods of one workflow are made at a time. */
const CREATIONS_AT_ONCE = 10;

/**
 * Makes the pods of nodes. Each has a name of its own that no other node can have, so one that exists already was made
 * before and only its telling was lost. Where a pod cannot be made, its node says so. Answers whether some have to be
 * tried again.
 */
export async function createPods(
  client: KubeClient,
  pods: readonly { node: NodeStatus; pod: Pod }[]
): Promise<boolean> {
  let again = false;
  for (let start = 0; start < pods.length; start += CREATIONS_AT_ONCE) {
    const some = pods.slice(start, start + CREATIONS_AT_ONCE);
    const made = await Promise.all(some.map(({ node, pod }) => createPod(client, node, pod)));
    again ||= made.includes(false);
  }
  return again;
}

/** False where it has to be tried again. */
async function createPod(client: KubeClient, node: NodeStatus, pod: Pod): Promise<boolean> {
  try {
    await client.create(POD, pod);
    return true;
  } catch (error) {
    if (!(error instanceof KubeError)) {
      throw error;
    }
    if (error.reason === 'AlreadyExists') {
      return takeOver(client, node, pod);
    }
    const { message } = creationTrouble({ message: error.message }, 'The pod');
    if (mayPass(error)) {
      postpone(node, message);
      return false;
    }
    node.phase = 'Error';
    node.finishedAt = timestamp();
    node.message = message;
    return true;
  }
}

/** Quotas become free, and an API server that is busy will answer later. */
function mayPass({ status, message }: KubeError): boolean {
  return status === 429 || status >= 500 || (status === 403 && /exceeded quota/i.test(message));
}

/** The node stands for a pod that does not exist yet. */
function postpone(node: NodeStatus, message: string): void {
  node.phase = 'Pending';
  node.startedAt = null;
  node.message = message;
}

async function takeOver(client: KubeClient, node: NodeStatus, pod: Pod): Promise<boolean> {
  const { namespace, name = '' } = pod.metadata ?? {};
  const found = await findPod(client, { namespace: namespace ?? '', name });
  if (found !== null && isOwn(found, node, pod) && !found.metadata?.deletionTimestamp) {
    return true;
  }
  postpone(node, `A pod ${plainText(name, 253)} of before is still there; it has to go first`);
  return false;
}

function isOwn(found: Pod, node: NodeStatus, wanted: Pod): boolean {
  return (
    controllerUid(found) === controllerUid(wanted) &&
    found.metadata?.annotations?.[NODE_ID_ANNOTATION] === node.id
  );
}

/** The pod as the API server has it now; null where there is none. */
export async function findPod(
  client: KubeClient,
  key: { namespace: string; name: string }
): Promise<Pod | null> {
  try {
    return await client.get(POD, key);
  } catch (error) {
    if (isNotFound(error)) {
      return null;
    }
    throw error;
  }
}

/** Whether a pod was made for exactly this workflow, not for an earlier one of the same name. */
export function belongsTo(pod: Pod, workflow: Workflow): boolean {
  return controllerUid(pod) === workflow.metadata?.uid;
}
