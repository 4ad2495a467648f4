import type { CronWorkflowSummary } from '@kubeflow-lab/schema';

import type { Summary } from '../common/summary.js';
import { listOf, plainText } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import { NOTEBOOK_ANNOTATION } from '../training-job/types.js';
import type { CronWorkflow } from './types.js';

/** What a person wants to know of a pipeline that runs by the clock; works for any object, whoever made it. */
export function summarizeCronWorkflow(cron: CronWorkflow): CronWorkflowSummary {
  const { spec, status, metadata } = cron;
  return {
    ...phaseOf(cron),
    schedules: schedulesOf(cron),
    timezone: typeof spec?.timezone === 'string' ? plainText(spec.timezone, 60) || null : null,
    paused: spec?.suspend === true,
    active: listOf(status?.active).map(run => plainText(run?.name, 253)),
    last: timeOrNull(status?.lastScheduledTime),
    // Its runs begin and end; it is only there.
    startedAt: null,
    finishedAt: null,
    createdAt: timeOrNull(metadata?.creationTimestamp) ?? '',
    notebook: metadata?.annotations?.[NOTEBOOK_ANNOTATION] ?? null
  };
}

/** Argo knows one schedule up to version 3, several from then on. */
function schedulesOf({ spec }: CronWorkflow): string[] {
  const several = listOf(spec?.schedules).map(schedule => plainText(schedule, 100));
  const one = plainText(spec?.schedule, 100);
  return several.length > 0 || one === '' ? several : [one];
}

function phaseOf({ spec, status, metadata }: CronWorkflow): Summary {
  const problem = listOf(status?.conditions).find(
    condition => /Error$/.test(condition?.type ?? '') && condition?.status === 'True'
  );
  if (metadata?.deletionTimestamp) {
    return { phase: 'Deleting', message: '', reason: '', since: metadata.deletionTimestamp };
  }
  if (problem) {
    const message = `The engine refuses it: ${plainText(problem.message, 500)}.`;
    return { phase: 'Failed', message, reason: 'Rejected', since: null };
  }
  if (spec?.suspend === true) {
    return { phase: 'Stopped', message: 'It is paused.', reason: '', since: null };
  }
  const count = listOf(status?.active).length;
  const message =
    count === 0 ? '' : count === 1 ? 'A run is under way.' : `${count} runs are under way.`;
  return { phase: 'Running', message, reason: '', since: null };
}
