import { POD, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { NODE_ID_ANNOTATION, isEnd } from '@kubeflow-lab/resources';
import type { Pod, Workflow } from '@kubeflow-lab/resources';

import { hasEnded } from './pod/observe.js';

export const POD_GC_STRATEGIES = [
  'OnPodCompletion',
  'OnPodSuccess',
  'OnWorkflowCompletion',
  'OnWorkflowSuccess'
];

/** The pods that a workflow does not want to keep: only of nodes whose end stands in its stored status. */
export function podsToCollect({ spec, status }: Workflow, pods: readonly Pod[]): Pod[] {
  const strategy = spec?.podGC?.strategy ?? '';
  return pods.filter(pod => {
    const node = status?.nodes?.[pod.metadata?.annotations?.[NODE_ID_ANNOTATION] ?? ''];
    if (!isEnd(node?.phase) || !hasEnded(pod) || pod.metadata?.deletionTimestamp !== undefined) {
      return false;
    }
    switch (strategy) {
      case 'OnPodCompletion':
        return true;
      case 'OnPodSuccess':
        return node?.phase === 'Succeeded';
      case 'OnWorkflowCompletion':
        return isEnd(status?.phase);
      case 'OnWorkflowSuccess':
        return status?.phase === 'Succeeded';
      default:
        return false;
    }
  });
}

/** Deletes them. */
export async function collectPods(
  client: KubeClient,
  workflow: Workflow,
  pods: readonly Pod[]
): Promise<void> {
  await Promise.all(
    podsToCollect(workflow, pods).map(async ({ metadata }) => {
      const { namespace, name = '', uid } = metadata ?? {};
      try {
        await client.delete(POD, { namespace, name }, { preconditions: { uid } });
      } catch (error) {
        if (!isNotFound(error)) {
          throw error;
        }
      }
    })
  );
}
