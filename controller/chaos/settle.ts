import { setTimeout as sleep } from 'node:timers/promises';

import { HTTP_ROUTE, NOTEBOOK, POD, SERVICE, STATEFUL_SET } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { Notebook, StatefulSet } from '@kubeflow-lab/resources';

import { differences, readEndState } from './end-state.js';
import type { EndState } from './end-state.js';
import type { FaultProxy } from './fault-proxy.js';
import { comesTrue, until } from './patience.js';

const SETTLED_MS = 2_000;
const RECOVERY_SECONDS = 240;

/** What notebooks come to in the end; waits until nothing more happens to them. */
export async function restingState(
  admin: KubeClient,
  proxy: FaultProxy,
  namespace: string
): Promise<EndState> {
  await until(() => isAtRest(admin, namespace), RECOVERY_SECONDS, 500);
  await settled(proxy);
  return readEndState(admin, namespace);
}

/** Whether every notebook runs as it is wanted or is stopped, and nothing is left of others. */
async function isAtRest(admin: KubeClient, namespace: string): Promise<boolean> {
  const count = async (kind: typeof POD | typeof SERVICE | typeof HTTP_ROUTE) =>
    (await admin.list(kind, { namespace })).items.length;
  const notebooks = (await admin.list(NOTEBOOK, { namespace })).items;
  const sets = (await admin.list(STATEFUL_SET, { namespace })).items;
  const running = sets.filter(({ spec }) => spec?.replicas === 1).length;
  return (
    notebooks.every(isNotebookAtRest) &&
    sets.every(isStatefulSetAtRest) &&
    sets.length === notebooks.length &&
    (await count(SERVICE)) === notebooks.length &&
    (await count(HTTP_ROUTE)) === notebooks.length &&
    (await count(POD)) === running
  );
}

function isNotebookAtRest({ metadata, status }: Notebook): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return (
    status?.observedGeneration === metadata?.generation &&
    ['Running', 'Stopped'].includes(ready?.reason ?? '')
  );
}

function isStatefulSetAtRest({ metadata, spec, status }: StatefulSet): boolean {
  const { observedGeneration, replicas = 0, readyReplicas = 0 } = status ?? {};
  return (
    observedGeneration === metadata?.generation &&
    status?.currentRevision === status?.updateRevision &&
    [replicas, readyReplicas].every(number => number === spec?.replicas)
  );
}

/** Waits until nothing has been written for two seconds. */
export async function settled(proxy: FaultProxy): Promise<void> {
  let quietSince = performance.now();
  let count = proxy.writes.length;
  while (performance.now() - quietSince < SETTLED_MS) {
    await sleep(100);
    if (proxy.writes.length !== count) {
      count = proxy.writes.length;
      quietSince = performance.now();
    }
  }
}

/** Waits until the notebooks are as they are wanted; answers what is not so in the end, in words. */
export async function untilEqual(
  admin: KubeClient,
  namespace: string,
  wanted: EndState
): Promise<string[]> {
  let left: string[] = [];
  await comesTrue(
    async () => {
      left = differences(wanted, await readEndState(admin, namespace));
      return left.length === 0;
    },
    RECOVERY_SECONDS,
    500
  );
  return left;
}
