import { IDLE_CONDITION } from '@kubeflow-lab/resources';
import type {
  Condition,
  ContainerState,
  Notebook,
  NotebookStatus,
  Pod,
  StatefulSet,
  Summary
} from '@kubeflow-lab/resources';

import { transition } from '../runtime/index.js';

/**
 * The status of a notebook: what upstream's controller writes (conditions of the pod, state of the notebook's container,
 * ready replicas), and as condition `Ready` what a person wants to know, in place of the pod's own.
 */
export function statusFor(
  notebook: Notebook,
  pod: Pod | null,
  statefulSet: StatefulSet | undefined,
  summary: Summary,
  now: string
): NotebookStatus {
  const ready = transition(notebook.status?.conditions, readyCondition(summary), now);
  return {
    readyReplicas: statefulSet?.status?.readyReplicas ?? 0,
    containerState: containerState(notebook, pod),
    conditions: [...podConditions(pod), ready, ...ofCulling(notebook)],
    ...(notebook.status?.stopsAt === undefined ? {} : { stopsAt: notebook.status.stopsAt })
  };
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

function podConditions(pod: Pod | null): Condition[] {
  return (pod?.status?.conditions ?? [])
    .filter(condition => condition.type !== 'Ready')
    .map(condition => ({
      type: condition.type,
      status: condition.status,
      ...(condition.reason ? { reason: condition.reason } : {}),
      ...(condition.message ? { message: condition.message } : {}),
      ...(condition.lastTransitionTime ? { lastTransitionTime: condition.lastTransitionTime } : {}),
      ...(condition.lastProbeTime ? { lastProbeTime: condition.lastProbeTime } : {})
    }));
}

function containerState(notebook: Notebook, pod: Pod | null): ContainerState {
  const statuses = pod?.status?.containerStatuses ?? [];
  const main = statuses.find(status => status.name === notebook.metadata?.name) ?? statuses[0];
  return main?.state ?? {};
}
