import { POD, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { NODE_ID_ANNOTATION, isEnd } from '@kubeflow-lab/resources';
import type { NodeStatus, Pod } from '@kubeflow-lab/resources';

import { hasEnded } from './pod/observe.js';

/** How long a pod may take to end by itself, before it is removed together with its log. */
const PATIENCE_MS = 10_000;
const GRACE_SECONDS = 5;

/**
 * Ends the pods of nodes that have ended without them: of a run that was stopped, or is over. First by a deadline, which
 * keeps the pod and its log; what goes on nevertheless is deleted. Answers whether some still run.
 */
export async function endPods(
  client: KubeClient,
  pods: readonly Pod[],
  nodes: Readonly<Record<string, NodeStatus>>,
  now: number
): Promise<boolean> {
  const left = pods.filter(pod => {
    const node = nodes[pod.metadata?.annotations?.[NODE_ID_ANNOTATION] ?? ''];
    return node !== undefined && isEnd(node.phase) && !hasEnded(pod);
  });
  await Promise.all(
    left
      .filter(pod => pod.metadata?.deletionTimestamp === undefined)
      .map(pod => endPod(client, pod, endedAt(pod, nodes), now))
  );
  return left.length > 0;
}

function endedAt(pod: Pod, nodes: Readonly<Record<string, NodeStatus>>): number {
  const node = nodes[pod.metadata?.annotations?.[NODE_ID_ANNOTATION] ?? ''];
  return Date.parse(node?.finishedAt ?? '');
}

async function endPod(client: KubeClient, pod: Pod, since: number, now: number): Promise<void> {
  const { namespace, name = '', uid } = pod.metadata ?? {};
  const key = { namespace, name };
  const neverRan = pod.spec?.nodeName === undefined || pod.status?.phase === 'Pending';
  try {
    if (neverRan || now - since > PATIENCE_MS) {
      await client.delete(POD, key, {
        preconditions: { uid },
        gracePeriodSeconds: GRACE_SECONDS
      });
    } else {
      await client.mergePatch(POD, key, { metadata: { uid }, spec: { activeDeadlineSeconds: 1 } });
    }
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
}
