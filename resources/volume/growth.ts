/** What becomes of a volume that was asked to be larger; sentences for a person. */
import type { ClaimItem } from '@kubeflow-lab/schema';

import type { KubeEvent, PersistentVolumeClaim } from '../common/object.js';
import { parseQuantity } from '../common/quantity.js';
import { listOf, plainText } from '../common/text.js';
import { latestEvent } from '../common/time.js';

/** What a claim asks for beyond what it has; null where it has it, or nothing at all yet. */
export function growthOf({ spec, status }: PersistentVolumeClaim): ClaimItem['growth'] {
  const asked = plainText(spec?.resources?.requests?.storage, 40);
  const has = parseQuantity(status?.capacity?.storage);
  if (has === null || (parseQuantity(asked) ?? 0) <= has) {
    return null;
  }
  const holds = (type: string) =>
    listOf(status?.conditions).some(each => each?.type === type && each.status === 'True');
  return { size: asked, message: sentence(asked, holds) };
}

/** @param holds whether a condition of the claim does; both are of Kubernetes (PersistentVolumeClaimCondition) */
function sentence(size: string, holds: (type: string) => boolean): string {
  if (holds('FileSystemResizePending')) {
    return `It gets ${size} when a pod that mounts it starts.`;
  }
  return holds('Resizing')
    ? `It is being enlarged to ${size}.`
    : `It waits for its driver to enlarge it to ${size}.`;
}

/** Of the controller-manager where nothing in it can enlarge a volume, of the resizers of CSI drivers, and of the kubelet. */
const FAILURES = ['ExternalExpanding', 'VolumeResizeFailed', 'FileSystemResizeFailed'];

/** Why a volume could not be made larger so far, in the words of who should; null where nothing was said. */
export function growthProblem(events: readonly KubeEvent[]): string | null {
  const event = latestEvent(
    events,
    ({ reason, type }) => type === 'Warning' && FAILURES.includes(reason ?? '')
  );
  return event === null ? null : plainText(event.message);
}
