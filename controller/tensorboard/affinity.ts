/** A volume that only one node can have at a time draws its TensorBoard to the node where it is. */
import { PERSISTENT_VOLUME_CLAIM, POD } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { TENSORBOARD_LABEL } from '@kubeflow-lab/resources';
import type { LogsPath, PersistentVolumeClaim, Pod, Tensorboard } from '@kubeflow-lab/resources';

import type { BoardDeployment } from './children.js';

/**
 * The affinity of a TensorBoard's pod, as upstream's controller has it; undefined for none. While a pod is ready it stays
 * as it is, because a change would end that pod.
 */
export async function affinityOf(
  client: KubeClient,
  board: Tensorboard,
  place: LogsPath,
  known: BoardDeployment | undefined
): Promise<object | undefined> {
  if (place.kind !== 'claim') {
    return undefined;
  }
  if ((known?.status?.readyReplicas ?? 0) > 0) {
    return known?.spec?.template?.spec?.affinity;
  }
  const { namespace, name } = board.metadata ?? {};
  const fieldSelector = `metadata.name=${place.claim}`;
  const claims = await client.list(PERSISTENT_VOLUME_CLAIM, { namespace, fieldSelector });
  if (!onOneNode(claims.items[0])) {
    return undefined;
  }
  const { items } = await client.list(POD, { namespace });
  const others = items.filter(({ metadata }) => metadata?.labels?.[TENSORBOARD_LABEL] !== name);
  const node = nodeOfClaim(place.claim, others);
  return node === null ? undefined : towards(node);
}

/** Whether only one node can have a volume at a time. */
export function onOneNode(claim: PersistentVolumeClaim | undefined): boolean {
  const modes = claim?.spec?.accessModes ?? [];
  return modes.length > 0 && modes.every(mode => mode === 'ReadWriteOnce');
}

/** The node of a running pod that mounts a claim; null where there is none. */
export function nodeOfClaim(claim: string, pods: readonly Pod[]): string | null {
  const holder = pods.find(
    ({ spec, status }) =>
      status?.phase === 'Running' &&
      spec?.nodeName &&
      spec.volumes?.some(volume => volume.persistentVolumeClaim?.claimName === claim)
  );
  return holder?.spec?.nodeName ?? null;
}

function towards(node: string): object {
  const here = { key: 'kubernetes.io/hostname', operator: 'In', values: [node] };
  return {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, preference: { matchExpressions: [here] } }
      ]
    }
  };
}
