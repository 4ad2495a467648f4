/** Very many events at once: changes of notebooks that ask for nothing, and warnings about a pod. */
import { setTimeout as sleep } from 'node:timers/promises';

import { EVENT, NOTEBOOK } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { isReissued, notebookPodName } from '@kubeflow-lab/resources';
import type { KubeEvent } from '@kubeflow-lab/resources';

import { processUsage } from '../harness/index.js';
import { MORE_WARNINGS } from '../notebook/warnings.js';
import { TOUCHED_ANNOTATION } from './end-state.js';
import { comesTrue, inParallel, patiently } from './patience.js';
import type { Victim } from './victim.js';

const CONNECTIONS = 32;
/** Until what a burst brought is worked off and collected. */
const PAUSE_MS = 2_000;
/** Longer than a watch that is silent goes unnoticed. */
const TOLD_SECONDS = 200;

/** What became of warnings at their notebook. */
export interface WarningsReport {
  sent: number;
  /** How many the Notebook repeats. */
  repeated: number;
  /** How many sentences of the Notebook say that there are more. */
  digests: number;
}

/** So many changes of notebooks, of which none changes what anybody asked for. */
export async function touchNotebooks(
  admin: KubeClient,
  namespace: string,
  number: number
): Promise<void> {
  const { items } = await admin.list(NOTEBOOK, { namespace });
  await inParallel(number, CONNECTIONS, index =>
    touch(admin, namespace, items[index % items.length].metadata?.name ?? '')
  );
}

function touch(admin: KubeClient, namespace: string, name: string): Promise<void> {
  const annotations = { [TOUCHED_ANNOTATION]: `${performance.now()}` };
  return patiently(() =>
    admin.mergePatch(NOTEBOOK, { namespace, name }, { metadata: { annotations } })
  );
}

/** So many warnings about the pod of a notebook, each another one. */
export async function warn(
  admin: KubeClient,
  namespace: string,
  notebook: string,
  number: number
): Promise<void> {
  const pod = notebookPodName(notebook);
  await inParallel(number, CONNECTIONS, index => {
    const now = new Date().toISOString();
    const event: KubeEvent = {
      metadata: { namespace, name: `${pod}.${index.toString(16).padStart(16, '0')}` },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name: pod },
      type: 'Warning',
      reason: 'Chaos',
      message: `warning ${index}`,
      source: { component: 'chaos' },
      firstTimestamp: now,
      lastTimestamp: now
    };
    // Applied, so that it may be sent again where its answer was lost.
    return patiently(() => admin.apply(EVENT, event));
  });
}

/** Waits until the Notebook tells of its pod's warnings. */
export async function untilTold(
  admin: KubeClient,
  namespace: string,
  notebook: string
): Promise<void> {
  await comesTrue(
    async () => {
      // The controller's clock may have jumped ahead, so that all this is history; until it looks again.
      await touch(admin, namespace, notebook);
      const { repeated, digests } = await countWarnings(admin, namespace, notebook);
      return repeated > 0 && digests > 0;
    },
    TOLD_SECONDS,
    500
  );
}

export async function countWarnings(
  admin: KubeClient,
  namespace: string,
  notebook: string
): Promise<Omit<WarningsReport, 'sent'>> {
  const fieldSelector = `involvedObject.kind=Notebook,involvedObject.name=${notebook}`;
  const { items } = await admin.list(EVENT, { namespace, fieldSelector });
  const told = items.filter(isReissued);
  const digests = told.filter(({ reason }) => reason === MORE_WARNINGS).length;
  return { repeated: told.filter(({ reason }) => reason === 'Chaos').length, digests };
}

/** Resident memory (MiB) of the controller after a burst of changes, and after so many more. */
export async function burstMemory(
  admin: KubeClient,
  victim: Victim,
  namespace: string,
  { burst, rounds }: { burst: number; rounds: number }
): Promise<{ before: number; after: number }> {
  await victim.leads();
  const round = async () => {
    await touchNotebooks(admin, namespace, burst);
    await sleep(PAUSE_MS);
  };
  const rss = async () => (await processUsage(victim.process.pid)).rssMiB;
  await round();
  const before = await rss();
  for (let count = 0; count < rounds; count += 1) {
    await round();
  }
  return { before, after: await rss() };
}
