import type { StepSummary, WorkflowSummary } from '@kubeflow-lab/schema';

import type { Summary } from '../common/summary.js';
import { listOf, lowerFirst, plainText } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import { formatDuration } from '../training-job/duration.js';
import { NOTEBOOK_ANNOTATION } from '../training-job/types.js';
import { stepResult } from './result.js';
import { gitOf } from './annotations.js';
import { sentenceList, summarizeSteps } from './steps.js';
import type { WorkflowSurroundings } from './steps.js';
import type { Workflow } from './types.js';

/** Everything a person wants to know of a run; works for any Workflow, however it was made. */
export function summarizeWorkflow(
  workflow: Workflow,
  around: WorkflowSurroundings = {}
): WorkflowSummary {
  const steps = summarizeSteps(workflow, around);
  const { annotations, creationTimestamp } = workflow.metadata ?? {};
  return {
    ...workflowPhase(workflow, steps),
    progress: { done: steps.filter(isDone).length, total: steps.length },
    parameters: parametersOf(workflow),
    metrics: metricsOf(workflow),
    steps,
    startedAt: timeOrNull(workflow.status?.startedAt),
    finishedAt: timeOrNull(workflow.status?.finishedAt),
    createdAt: timeOrNull(creationTimestamp) ?? '',
    notebook: annotations?.[NOTEBOOK_ANNOTATION] ?? null,
    git: gitOf(workflow)
  };
}

function isDone({ phase, reason }: StepSummary): boolean {
  return phase === 'Succeeded' || reason === 'Skipped' || reason === 'Omitted';
}

function parametersOf(workflow: Workflow): Record<string, string> {
  const parameters = listOf(workflow.spec?.arguments?.parameters);
  return Object.fromEntries(
    parameters.map(p => [p?.name ?? '', String(p?.value ?? p?.default ?? '')])
  );
}

/** The metrics of all steps; of equal names the one of the later step counts. */
function metricsOf(workflow: Workflow): Record<string, number> {
  const nodes = Object.values(workflow.status?.nodes ?? {});
  const byEnd = nodes.sort((a, b) => ((a.finishedAt ?? '') < (b.finishedAt ?? '') ? -1 : 1));
  return Object.assign({}, ...byEnd.map(node => stepResult(node.outputs).metrics)) as Record<
    string,
    number
  >;
}

function workflowPhase(workflow: Workflow, steps: StepSummary[]): Summary {
  const { status, spec, metadata } = workflow;
  const deleted = timeOrNull(metadata?.deletionTimestamp);
  const since = timeOrNull(status?.finishedAt) ?? timeOrNull(status?.startedAt);
  if (deleted !== null) {
    return { phase: 'Deleting', message: 'The run is being deleted.', reason: '', since: deleted };
  }
  switch (status?.phase) {
    case 'Succeeded':
      return { phase: 'Succeeded', message: finished(workflow), reason: '', since };
    case 'Failed':
    case 'Error':
      return spec?.shutdown
        ? { phase: 'Stopped', message: 'The run was stopped.', reason: 'Stopped', since }
        : { ...failed(workflow, steps), since };
    default:
      return underWay(workflow, steps);
  }
}

function finished({ status }: Workflow): string {
  const took = Date.parse(status?.finishedAt ?? '') - Date.parse(status?.startedAt ?? '');
  return took >= 0 ? `The run finished after ${formatDuration(took)}.` : 'The run finished.';
}

function failed(workflow: Workflow, steps: StepSummary[]): Omit<Summary, 'since'> {
  const { conditions, phase, message } = workflow.status ?? {};
  const refused = listOf(conditions).find(c => c?.type === 'SpecError' && c.status === 'True');
  if (refused !== undefined) {
    const detail = plainText(refused.message ?? message, 500);
    return { phase: 'Failed', message: `The run cannot be run: ${detail}.`, reason: 'Rejected' };
  }
  const culprit = steps.find(step => step.phase === 'Failed');
  if (culprit !== undefined) {
    const detail = lowerFirst(culprit.message.replace(/^Failed: /, ''));
    // The name of a Python error keeps its capital.
    const said = culprit.error === null ? detail : culprit.message;
    const text = `The step ${plainText(culprit.name, 100)} failed: ${said}`;
    return { phase: 'Failed', message: text, reason: culprit.reason };
  }
  const detail = plainText(message, 500);
  return {
    phase: 'Failed',
    message: detail === '' ? 'The run failed; its steps say why.' : `The run failed: ${detail}.`,
    reason: phase === 'Error' ? 'Error' : 'Crash'
  };
}

function underWay({ spec, status, metadata }: Workflow, steps: StepSummary[]): Summary {
  const since = timeOrNull(status?.startedAt) ?? timeOrNull(metadata?.creationTimestamp);
  const say = (phase: Summary['phase'], message: string, reason = ''): Summary => ({
    phase,
    message,
    reason,
    since
  });
  if (spec?.shutdown) {
    return say('Stopping', 'The run is being stopped.');
  }
  if (spec?.suspend === true) {
    return say('Queued', 'The run is suspended; it goes on when it is resumed.', 'Suspended');
  }
  if (!status?.phase) {
    return say('Queued', 'The run waits for the workflow engine.');
  }
  const running = steps.filter(step => step.phase === 'Running');
  if (running.length > 0) {
    const done = steps.filter(isDone).length;
    const names = sentenceList(running.slice(0, 3).map(step => step.name));
    const verb = running.length === 1 ? 'is' : 'are';
    const more = running.length > 3 ? ` and ${running.length - 3} more` : '';
    return say(
      'Running',
      `${names}${more} ${verb} running; ${done} of ${steps.length} steps are done.`
    );
  }
  const troubled = steps.find(step => step.phase === 'Pending' && step.reason !== '');
  if (troubled !== undefined) {
    return say('Pending', `${plainText(troubled.name, 100)}: ${troubled.message}`, troubled.reason);
  }
  const waiting = steps.find(step => step.reason === 'Suspended');
  if (waiting !== undefined) {
    return say(
      'Queued',
      `${plainText(waiting.name, 100)} waits until the run is resumed.`,
      'Suspended'
    );
  }
  const some = steps.some(step => step.phase !== 'Queued');
  return some
    ? say('Starting', 'The next steps are being started.')
    : say('Pending', plainText(status.message) || 'The run waits to begin.');
}
