/** The volumes and storage classes that the form for a notebook server offers. */
import { PERSISTENT_VOLUME_CLAIM, STORAGE_CLASS } from '@kubeflow-lab/kube';
import type { PersistentVolumeClaim, Pod } from '@kubeflow-lab/resources';
import type { ClaimItem } from '@kubeflow-lab/schema';

import type { RouteHandler, RouteTable } from '../http/route.js';
import { listDeed } from '../read.js';
import type { Services } from '../services.js';
import { DEFAULT_CLASS_ANNOTATION } from './create.js';

export const volumeRoutes = {
  claims: {
    method: 'get',
    path: '/api/namespaces/{namespace}/persistentvolumeclaims',
    operationId: 'listVolumes',
    summary: 'The volumes of a project.',
    responses: { 200: { description: 'The volumes.', schema: 'ClaimList' } }
  },
  storageClasses: {
    method: 'get',
    path: '/api/storageclasses',
    operationId: 'listStorageClasses',
    summary: 'The storage classes of the cluster.',
    responses: { 200: { description: 'The storage classes.', schema: 'StorageClassList' } }
  }
} as const satisfies RouteTable;

export function volumeHandlers({
  access,
  cache,
  client
}: Services): Record<keyof typeof volumeRoutes, RouteHandler> {
  return {
    async claims({ caller, params: { namespace }, response }) {
      await access.demand(
        caller.identity,
        listDeed(PERSISTENT_VOLUME_CLAIM, namespace),
        `You may not see the volumes of project "${namespace}"; ask its owner for access.`
      );
      const items = claimItems(
        cache.claims.store.list(namespace),
        cache.pods.store.list(namespace)
      );
      response.json({ items });
    },

    async storageClasses({ response }) {
      const { items } = await client.list(STORAGE_CLASS);
      const classes = items.map(({ metadata }) => ({
        name: metadata?.name ?? '',
        default: metadata?.annotations?.[DEFAULT_CLASS_ANNOTATION] === 'true'
      }));
      response.json({ items: classes.sort((a, b) => a.name.localeCompare(b.name)) });
    }
  };
}

/** The claims of a namespace as the form offers them, by name, with the pods that mount each. */
export function claimItems(
  claims: readonly PersistentVolumeClaim[],
  pods: readonly Pod[]
): ClaimItem[] {
  return claims
    .map(claim => {
      const name = claim.metadata?.name ?? '';
      return {
        name,
        size: claim.status?.capacity?.storage ?? claim.spec?.resources?.requests?.storage ?? '',
        phase: claim.status?.phase ?? 'Pending',
        accessModes: claim.spec?.accessModes ?? [],
        usedBy: pods
          .filter(pod => isLive(pod) && mounts(pod, name))
          .map(pod => pod.metadata?.name ?? '')
          .sort()
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

const isLive = ({ status }: Pod) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed';

function mounts(pod: Pod, claim: string): boolean {
  return (pod.spec?.volumes ?? []).some(v => v?.persistentVolumeClaim?.claimName === claim);
}
