/** Claims as the API tells them: with who mounts each, and who would. */
import { growthOf, growthProblem, provisioningProblem } from '@kubeflow-lab/resources';
import type { KubeEvent, Notebook, PersistentVolumeClaim, Pod } from '@kubeflow-lab/resources';
import type { ClaimItem } from '@kubeflow-lab/schema';

import { mounts } from '../kinds/concerns.js';

export interface ClaimSurroundings {
  pods: readonly Pod[];
  notebooks: readonly Notebook[];
  /** The events about a claim. */
  eventsOf(claim: string): readonly KubeEvent[];
}

/** The claims of a namespace, by name. */
export function claimItems(
  claims: readonly PersistentVolumeClaim[],
  around: ClaimSurroundings
): ClaimItem[] {
  return claims.map(claim => claimItem(claim, around)).sort((a, b) => a.name.localeCompare(b.name));
}

export function claimItem(
  claim: PersistentVolumeClaim,
  { pods, notebooks, eventsOf }: ClaimSurroundings
): ClaimItem {
  const { metadata, spec, status } = claim;
  const name = metadata?.name ?? '';
  const growth = growthOf(claim);
  return {
    name,
    size: status?.capacity?.storage ?? spec?.resources?.requests?.storage ?? '',
    phase: metadata?.deletionTimestamp ? 'Terminating' : (status?.phase ?? 'Pending'),
    accessModes: spec?.accessModes ?? [],
    usedBy: pods
      .filter(pod => isLive(pod) && mounts(pod.spec, name))
      .map(pod => pod.metadata?.name ?? '')
      .sort(),
    servers: notebooks
      .filter(notebook => mounts(notebook.spec?.template?.spec, name))
      .map(notebook => notebook.metadata?.name ?? '')
      .sort(),
    storageClass: spec?.storageClassName ?? null,
    growth,
    problem: problemOf(name, status?.phase === 'Bound', growth !== null, eventsOf(name)),
    createdAt: metadata?.creationTimestamp ?? null
  };
}

function problemOf(
  name: string,
  isThere: boolean,
  grows: boolean,
  events: readonly KubeEvent[]
): string | null {
  if (!isThere) {
    return provisioningProblem(name, events);
  }
  return grows ? growthProblem(events) : null;
}

const isLive = ({ status }: Pod) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
