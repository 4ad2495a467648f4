import { PROFILE, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { Condition, Profile } from '@kubeflow-lab/resources';

import { covers, transition } from '../runtime/index.js';

/**
 * Writes one condition of a Profile, where it says something new. The list is one value to the API server, so the others
 * are written with it as they were last seen; whoever wrote them hears of the change, and looks again.
 */
export async function writeCondition(
  client: KubeClient,
  profile: Profile,
  next: Omit<Condition, 'lastTransitionTime'>,
  now: string
): Promise<void> {
  const before = profile.status?.conditions ?? [];
  const condition = transition(before, next, now);
  if (before.some(other => other.type === next.type && covers(other, condition))) {
    return;
  }
  const conditions = [...before.filter(other => other.type !== next.type), condition].sort(
    (a, b) => (a.type < b.type ? -1 : 1)
  );
  const metadata = { name: profile.metadata?.name, uid: profile.metadata?.uid };
  try {
    await client.apply(PROFILE, { metadata, status: { conditions } }, { subresource: 'status' });
  } catch (error) {
    // Deleted meanwhile: nobody is left to read it.
    if (!isNotFound(error)) {
      throw error;
    }
  }
}
