import { controllerReference } from '@kubeflow-lab/controller/runtime';
import { CRON_WORKFLOW } from '@kubeflow-lab/kube';
import {
  CRON_WORKFLOW_LABEL,
  SCHEDULED_TIME_ANNOTATION,
  WORKFLOW_API_VERSION,
  isWorkflowCompleted,
  lastTime,
  nextTimes
} from '@kubeflow-lab/resources';
import type {
  CronWorkflow,
  CronWorkflowStatus,
  Schedules,
  Workflow
} from '@kubeflow-lab/resources';

import { schedulesOf } from './check.js';

/** What a look at a CronWorkflow comes to. */
export interface CronPlan {
  /** To be made now; it has a name that no other time of the schedule can have. */
  start: Workflow | null;
  /** Runs that have to end because the next one begins. */
  terminate: Workflow[];
  /** Runs of before that are not kept any longer. */
  remove: Workflow[];
  /** The time of the schedule that is dealt with now, in milliseconds since 1970; null where none is due. */
  handled: number | null;
  /** The next time of the schedule. */
  wakeAt: number;
}

/** A time that is longer ago has been missed, unless `startingDeadlineSeconds` allows more. */
const GRACE_SECONDS = 60;
const HISTORY = { succeeded: 3, failed: 1 };

/**
 * What is to be done for a CronWorkflow at `now`, with the runs that it has made. Pure; its spec must have passed
 * `checkCron`. Of several times that have passed only the last one counts.
 */
export function planCron(
  cron: CronWorkflow,
  workflows: readonly Workflow[],
  now: number
): CronPlan {
  const { spec = {} } = cron;
  const [next = Infinity] = nextTimes(timesOf(cron), now);
  const handled = spec.suspend === true ? null : dueTime(cron, now);
  const active = workflows.filter(workflow => !isWorkflowCompleted(workflow));
  const isHeld = spec.concurrencyPolicy === 'Forbid' && active.length > 0;
  const start = handled === null || isHeld ? null : runOf(cron, handled);
  const isReplaced = start !== null && spec.concurrencyPolicy === 'Replace';
  return {
    start,
    terminate: isReplaced ? active.filter(run => isOther(run, start) && !run.spec?.shutdown) : [],
    remove: [
      ...surplus(workflows, true, spec.successfulJobsHistoryLimit ?? HISTORY.succeeded),
      ...surplus(workflows, false, spec.failedJobsHistoryLimit ?? HISTORY.failed)
    ],
    handled,
    wakeAt: next
  };
}

function timesOf(cron: CronWorkflow): Schedules {
  return { schedules: schedulesOf(cron), timezone: cron.spec?.timezone };
}

function isOther(one: Workflow, other: Workflow): boolean {
  return one.metadata?.name !== other.metadata?.name;
}

/** The last time of the schedules that was not dealt with; null where there is none, or it is too long ago. */
function dueTime(cron: CronWorkflow, now: number): number | null {
  const { metadata, spec = {}, status } = cron;
  const before = Date.parse(status?.lastScheduledTime ?? metadata?.creationTimestamp ?? '');
  const grace = Math.max(spec.startingDeadlineSeconds ?? 0, GRACE_SECONDS) * 1000;
  const last = lastTime(timesOf(cron), now);
  return last === null || last <= before || now - last > grace ? null : last;
}

function runOf(cron: CronWorkflow, time: number): Workflow {
  const { name = '', namespace } = cron.metadata ?? {};
  const { workflowMetadata, workflowSpec } = cron.spec ?? {};
  return {
    apiVersion: WORKFLOW_API_VERSION,
    kind: 'Workflow',
    metadata: {
      // As Argo names it: killed after it was made, the engine finds it there.
      name: `${name}-${Math.floor(time / 1000)}`,
      namespace,
      labels: { ...workflowMetadata?.labels, [CRON_WORKFLOW_LABEL]: name },
      annotations: {
        ...workflowMetadata?.annotations,
        [SCHEDULED_TIME_ANNOTATION]: timeText(time)
      },
      ownerReferences: [controllerReference(CRON_WORKFLOW, cron)]
    },
    spec: workflowSpec
  };
}

/** How a CronWorkflow is, with the runs that it has made; `handled` is the time that has been dealt with last. */
export function cronStatus(
  cron: CronWorkflow,
  workflows: readonly Workflow[],
  handled: number | null
): CronWorkflowStatus {
  const before = cron.status ?? {};
  const ended = (before.active ?? []).flatMap(({ uid }) => {
    const run = workflows.find(({ metadata }) => metadata?.uid === uid);
    return run !== undefined && isWorkflowCompleted(run) ? [run.status?.phase] : [];
  });
  const succeeded = ended.filter(phase => phase === 'Succeeded').length;
  return {
    ...before,
    phase: 'Active',
    active: workflows
      .filter(workflow => !isWorkflowCompleted(workflow))
      .map(({ metadata: { name, namespace, uid } = {} }) => ({
        apiVersion: WORKFLOW_API_VERSION,
        kind: 'Workflow',
        name,
        namespace,
        uid
      })),
    succeeded: (before.succeeded ?? 0) + succeeded,
    failed: (before.failed ?? 0) + ended.length - succeeded,
    conditions: [{ type: 'SpecError', status: 'False' }],
    ...(handled === null ? {} : { lastScheduledTime: timeText(handled) })
  };
}

/** Of the runs that ended so, those beyond the number that is kept, the oldest ones. */
function surplus(workflows: readonly Workflow[], succeeded: boolean, keep: number): Workflow[] {
  return workflows
    .filter(
      workflow =>
        isWorkflowCompleted(workflow) && (workflow.status?.phase === 'Succeeded') === succeeded
    )
    .sort((one, other) => (endOf(one) < endOf(other) ? 1 : -1))
    .slice(keep);
}

function endOf({ status }: Workflow): string {
  return status?.finishedAt ?? '';
}

function timeText(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
