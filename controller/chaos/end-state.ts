import { HTTP_ROUTE, NOTEBOOK, POD, SERVICE, STATEFUL_SET } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

/** What a burst of changes leaves; annotations of other names are passed on to the pods. */
export const TOUCHED_ANNOTATION = 'notebooks.kubeflow.org/touched';

/** What differs between any two runs, whatever happens in them: identities, versions, times, addresses. */
const VOLATILE = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'observedGeneration',
  'creationTimestamp',
  'managedFields',
  'lastTransitionTime',
  'lastProbeTime',
  'lastUpdateTime',
  'startedAt',
  'startTime',
  'clusterIP',
  'clusterIPs',
  'containerID',
  'controller-revision-hash',
  'currentRevision',
  'updateRevision',
  'collisionCount',
  'lab.kubeflow.org/applied-hash',
  TOUCHED_ANNOTATION
]);

/** The API server names the volume of a pod's token at random. */
const RANDOM_VOLUME = /kube-api-access-[a-z0-9]{5}/g;

const KINDS: Kind[] = [NOTEBOOK, STATEFUL_SET, SERVICE, HTTP_ROUTE, POD];

/** `<kind>/<name>` → what the object is, without what differs in any two runs and without the namespace's name. */
export type EndState = Map<string, string>;

export async function readEndState(admin: KubeClient, namespace: string): Promise<EndState> {
  const state: EndState = new Map();
  for (const kind of KINDS) {
    const { items } = await admin.list(kind, { namespace });
    for (const item of items) {
      state.set(
        `${kind.kind}/${item.metadata?.name}`.replaceAll(namespace, 'NS'),
        normalized(item, namespace)
      );
    }
  }
  return state;
}

function normalized(object: KubeObject, namespace: string): string {
  return JSON.stringify(object, (key, value: unknown) => {
    if (VOLATILE.has(key)) {
      return undefined;
    }
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  })
    .replaceAll(namespace, 'NS')
    .replaceAll(RANDOM_VOLUME, 'kube-api-access');
}

/** What is not in `actual` as it is in `wanted`, in words; empty where both are equal. */
export function differences(wanted: EndState, actual: EndState): string[] {
  const missing = [...wanted.keys()]
    .filter(key => !actual.has(key))
    .map(key => `${key} is missing`);
  const surplus = [...actual.keys()]
    .filter(key => !wanted.has(key))
    .map(key => `${key} is too much`);
  const changed = [...wanted]
    .filter(([key, text]) => actual.has(key) && actual.get(key) !== text)
    .map(([key, text]) => `${key} ${contrast(text, actual.get(key)!)}`);
  return [...missing, ...surplus, ...changed];
}

/** Where two texts begin to differ, with a little around. */
function contrast(wanted: string, actual: string): string {
  let same = 0;
  while (wanted[same] === actual[same]) {
    same += 1;
  }
  const around = (text: string) => text.slice(Math.max(0, same - 60), same + 60);
  return `is …${around(actual)}… and not …${around(wanted)}…`;
}
