import { IDLE_CONDITION, UPDATE_CONDITION, mainContainer } from '@kubeflow-lab/resources';
import type {
  Condition,
  ContainerStatus,
  Notebook,
  NotebookStatus,
  Pod,
  Summary
} from '@kubeflow-lab/resources';

import { transition } from '../runtime/index.js';
import { describeChanges } from './changes.js';
import type { PendingUpdate } from './stateful-set.js';

/** Conditions that are not the pod's, whatever its readiness gates are called. */
const NOT_OF_POD: ReadonlySet<string> = new Set(['Ready', UPDATE_CONDITION, IDLE_CONDITION]);
/** How many differences the status lists; its condition counts them all. */
const LISTED_CHANGES = 20;

/** What the status of a Notebook is made from. */
export interface Observed {
  pod: Pod | null;
  summary: Summary;
  pending: PendingUpdate | null;
}

/**
 * The status of a notebook: what upstream's controller writes (conditions of the pod, state of the notebook's container,
 * ready replicas), as condition `Ready` what a person wants to know, in place of the pod's own, and what waits for the
 * next start.
 */
export function statusFor(notebook: Notebook, observed: Observed, now: string): NotebookStatus {
  const { pod, summary, pending } = observed;
  const { generation } = notebook.metadata ?? {};
  const ours = [readyCondition(summary), ...updateConditions(pending)].map(condition => ({
    ...transition(notebook.status?.conditions, condition, now),
    ...(generation === undefined ? {} : { observedGeneration: generation })
  }));
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    // Of the pod, which a StatefulSet counts later: so what is ready is told in one write.
    readyReplicas: Number(isReady(pod)),
    containerState: (pod && mainStatus(notebook, pod)?.state) ?? {},
    conditions: [...podConditions(pod), ...ours, ...ofCulling(notebook)],
    ...(pending?.changes.length
      ? { pendingChanges: pending.changes.slice(0, LISTED_CHANGES) }
      : {}),
    ...(notebook.status?.stopsAt === undefined ? {} : { stopsAt: notebook.status.stopsAt })
  };
}

/** Whether a pod answers. */
export function isReady(pod: Pod | null): boolean {
  return (pod?.status?.conditions ?? []).some(
    ({ type, status: is }) => type === 'Ready' && is === 'True'
  );
}

/** What culling says of the server's use is kept as it is. */
function ofCulling({ status }: Notebook): Condition[] {
  return (status?.conditions ?? []).filter(condition => condition.type === IDLE_CONDITION);
}

function readyCondition(summary: Summary): Condition {
  return {
    type: 'Ready',
    status: summary.phase === 'Running' ? 'True' : 'False',
    reason: summary.reason || summary.phase,
    message: summary.message
  };
}

function updateConditions(pending: PendingUpdate | null): Condition[] {
  if (pending === null) {
    return [];
  }
  const { changes, refusal } = pending;
  return [
    {
      type: UPDATE_CONDITION,
      status: 'True',
      reason: refusal === null ? 'RestartNeeded' : 'Rejected',
      message:
        refusal === null
          ? describeChanges(changes)
          : `Kubernetes does not accept the changed server: ${refusal.text}.`
    }
  ];
}

function podConditions(pod: Pod | null): Condition[] {
  const byType = new Map(
    (pod?.status?.conditions ?? [])
      .filter(condition => !NOT_OF_POD.has(condition.type))
      .map(condition => [condition.type, mirrored(condition)])
  );
  return [...byType.values()];
}

function mirrored(condition: Condition): Condition {
  const { type, status, reason, message, lastTransitionTime, lastProbeTime } = condition;
  return {
    type,
    status,
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
    ...(lastTransitionTime ? { lastTransitionTime } : {}),
    ...(lastProbeTime ? { lastProbeTime } : {})
  };
}

/**
 * The status of the container that serves the notebook: the one named like the Notebook, else its first. Containers that
 * others put into the pod do not count.
 */
export function mainStatus(notebook: Notebook, pod: Pod): ContainerStatus | undefined {
  const statuses = pod.status?.containerStatuses ?? [];
  const called = (name: string | undefined) => statuses.find(status => status.name === name);
  return (
    called(notebook.metadata?.name) ??
    called(mainContainer(notebook)?.name) ??
    // One that the Notebook calls otherwise by now.
    (statuses.length === 1 ? statuses[0] : undefined)
  );
}
