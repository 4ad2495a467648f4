import { NOTEBOOK } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import {
  IDLE_CONDITION,
  LAST_ACTIVITY_ANNOTATION,
  idleStopAnnotations
} from '@kubeflow-lab/resources';
import type { Condition, Notebook } from '@kubeflow-lab/resources';

import { timestamp, transition } from '../runtime/index.js';

/*
 * All that culling writes: merge patches of one Notebook, each only of the version that it was decided on, so that
 * whatever happened meanwhile (somebody used, kept, stopped or deleted the server) makes it a conflict.
 */

function decidedOn({ metadata }: Notebook) {
  return { uid: metadata?.uid, resourceVersion: metadata?.resourceVersion };
}

function keyOfNotebook({ metadata }: Notebook) {
  return { namespace: metadata?.namespace, name: metadata?.name ?? '' };
}

/** Writes the time of the last activity; answers the Notebook as it is then. */
export function recordActivity(
  client: KubeClient,
  notebook: Notebook,
  lastActivity: number
): Promise<Notebook> {
  const annotations = { [LAST_ACTIVITY_ANNOTATION]: timestamp(lastActivity) };
  const patch = { metadata: { ...decidedOn(notebook), annotations } };
  return client.mergePatch(NOTEBOOK, keyOfNotebook(notebook), patch);
}

/** Stops a server, in one write that also says why; `record` is an activity still to be written down. */
export function stopIdle(
  client: KubeClient,
  notebook: Notebook,
  { at, record, idleMs }: { at: number; record: number | null; idleMs: number }
): Promise<Notebook> {
  const annotations = {
    ...(record === null ? {} : { [LAST_ACTIVITY_ANNOTATION]: timestamp(record) }),
    ...idleStopAnnotations(timestamp(at), idleMs)
  };
  const patch = { metadata: { ...decidedOn(notebook), annotations } };
  return client.mergePatch(NOTEBOOK, keyOfNotebook(notebook), patch);
}

/** The condition of this controller, as the Notebook has it. */
export function idleConditionOf({ status }: Notebook): Condition | undefined {
  return status?.conditions?.find(condition => condition.type === IDLE_CONDITION);
}

/**
 * Writes condition and time of the stop, where the condition is not so already; its sentence holds the time too, so
 * that a definition of Notebooks that drops `status.stopsAt` makes no endless writes. Null removes both.
 */
export async function writeIdle(
  client: KubeClient,
  notebook: Notebook,
  condition: Condition | null,
  stopsAt: number | null,
  now: number
): Promise<void> {
  const before = idleConditionOf(notebook);
  if (isSame(before, condition) && (condition !== null || !notebook.status?.stopsAt)) {
    return;
  }
  const conditions = notebook.status?.conditions ?? [];
  const others = conditions.filter(({ type }) => type !== IDLE_CONDITION);
  const ours = condition === null ? [] : [transition(conditions, condition, timestamp(now))];
  const patch = {
    metadata: decidedOn(notebook),
    status: {
      conditions: [...others, ...ours],
      stopsAt: stopsAt === null ? null : timestamp(stopsAt)
    }
  };
  await client.mergePatch(NOTEBOOK, keyOfNotebook(notebook), patch, { subresource: 'status' });
}

function isSame(before: Condition | undefined, after: Condition | null): boolean {
  return (
    before?.status === after?.status &&
    before?.reason === after?.reason &&
    before?.message === after?.message
  );
}
