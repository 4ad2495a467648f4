import type { PersistentVolumeClaim, Pod } from '@kubeflow-lab/resources';
import type { ClaimItem } from '@kubeflow-lab/schema';

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
