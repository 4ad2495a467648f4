/** What the API server asks before it stores an object, and what it is answered (admission.k8s.io/v1). */
import { isDeepStrictEqual } from 'node:util';

import { POD_DEFAULT, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { selectedPodDefaults, takesPodDefaults, withPodDefaults } from '@kubeflow-lab/resources';
import type { PodDefault, PodToAdmit } from '@kubeflow-lab/resources';

export interface AdmissionRequest {
  uid: string;
  namespace: string;
  object: PodToAdmit;
}

export interface AdmissionResponse {
  uid: string;
  allowed: boolean;
  status?: { code: number; reason: string; message: string };
  patchType?: 'JSONPatch';
  /** JSON Patch (RFC 6902) in base64. */
  patch?: string;
}

type Operation = { op: 'add'; path: string; value: unknown };

/** Gives a pod what the PodDefaults of its project bring; refuses it where they contradict it or each other. */
export async function reviewPod(
  client: KubeClient,
  { uid, namespace, object: pod }: AdmissionRequest
): Promise<AdmissionResponse> {
  if (!takesPodDefaults(pod)) {
    return { uid, allowed: true };
  }
  const all = await podDefaultsOf(client, namespace);
  const selected = selectedPodDefaults(all, pod.metadata?.labels ?? {});
  if (selected.length === 0) {
    return { uid, allowed: true };
  }
  const { conflicts, pod: changed } = withPodDefaults(pod, selected);
  if (conflicts.length > 0) {
    const status = { code: 409, reason: 'Conflict', message: `${conflicts.join('; ')}.` };
    return { uid, allowed: false, status };
  }
  const patch = Buffer.from(JSON.stringify(difference(pod, changed))).toString('base64');
  return { uid, allowed: true, patchType: 'JSONPatch', patch };
}

/** Asked for each pod: one that starts right after its PodDefault must get it. */
async function podDefaultsOf(
  client: KubeClient,
  namespace: string
): Promise<readonly PodDefault[]> {
  try {
    return (await client.list(POD_DEFAULT, { namespace })).items;
  } catch (error) {
    if (isNotFound(error)) {
      return [];
    }
    throw error;
  }
}

/** PodDefaults only add: so each field of the metadata and the spec that differs is put there anew. */
function difference(before: PodToAdmit, after: PodToAdmit): Operation[] {
  return (['metadata', 'spec'] as const).flatMap(part => {
    const [old, now] = [before[part], after[part]].map(
      fields => (fields ?? {}) as Record<string, unknown>
    );
    return Object.entries(now)
      .filter(([field, value]) => !isDeepStrictEqual(value, old[field]))
      .map(([field, value]): Operation => ({ op: 'add', path: `/${part}/${field}`, value }));
  });
}
