import type { TrialMetric, TrialSummary } from '@kubeflow-lab/schema';

import type { Phase } from '../common/summary.js';
import { listOf, plainText } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import { readCurve } from './curve.js';
import { assignmentsOf, trueCondition } from './read.js';
import { UNAVAILABLE } from './types.js';
import type { Trial } from './types.js';

/** The ways in which a trial ends, as condition types; an earlier one wins where several are true. */
const ENDS = ['Killed', 'Failed', 'Succeeded', 'EarlyStopped', 'MetricsUnavailable'] as const;
export type TrialState = (typeof ENDS)[number] | 'Running' | 'Pending';

/** Katib's words for a trial without a value: that its job went well is no reason. */
const SAYS_NOTHING = /^(Metrics are not available(\. Job message: .*)?)?$/;

/** Where a trial is, by its conditions. */
export function trialState(trial: Trial): TrialState {
  const { conditions } = trial.status ?? {};
  return (
    ENDS.find(type => trueCondition(conditions, type) !== null) ??
    (trueCondition(conditions, 'Running') !== null ? 'Running' : 'Pending')
  );
}

/** Whether a trial has come to an end, for better or worse. */
export function isTrialFinished(trial: Trial): boolean {
  const state = trialState(trial);
  return state !== 'Running' && state !== 'Pending';
}

/** Everything a person wants to know of a trial. */
export function summarizeTrial(trial: Trial): TrialSummary {
  const { status } = trial;
  const end = finishedAt(trial);
  const curve = readCurve(trial);
  return {
    name: trial.metadata?.name ?? '',
    ...described(trial),
    parameters: assignmentsOf(trial.spec?.parameterAssignments),
    metrics: metricsOf(trial),
    ...(curve.length > 1 ? { curve } : {}),
    startedAt: timeOrNull(status?.startTime),
    finishedAt: end
  };
}

function finishedAt(trial: Trial): string | null {
  return isTrialFinished(trial)
    ? (timeOrNull(trial.status?.completionTime) ??
        timeOrNull(trueCondition(trial.status?.conditions, trialState(trial))?.lastTransitionTime))
    : null;
}

interface Description {
  phase: Phase;
  message: string;
  reason: string;
}

function described(trial: Trial): Description {
  if (trial.metadata?.deletionTimestamp) {
    return { phase: 'Deleting', message: 'The trial is being deleted.', reason: '' };
  }
  const state = trialState(trial);
  const said = plainText(trueCondition(trial.status?.conditions, state)?.message, 600);
  switch (state) {
    case 'Succeeded':
      return { phase: 'Succeeded', message: 'The trial has finished.', reason: '' };
    case 'Failed':
      return {
        phase: 'Failed',
        message: said === '' ? 'The trial failed; its log says why.' : `${said}.`,
        reason: 'Crash'
      };
    case 'MetricsUnavailable':
      return {
        phase: 'Failed',
        message: SAYS_NOTHING.test(said)
          ? 'The trial ended without a value of the objective.'
          : `${said}.`,
        reason: 'MetricsUnavailable'
      };
    case 'EarlyStopped':
      return {
        phase: 'Stopped',
        message: 'The trial was stopped early: others did better at the same point.',
        reason: 'EarlyStopped'
      };
    case 'Killed':
      return {
        phase: 'Stopped',
        message: said === '' ? 'The trial was stopped.' : `${said}.`,
        reason: 'Killed'
      };
    case 'Running':
      return { phase: 'Running', message: 'The trial is running.', reason: '' };
    default:
      return { phase: 'Queued', message: 'The trial waits for its job.', reason: '' };
  }
}

function metricsOf(trial: Trial): Record<string, TrialMetric> {
  return Object.fromEntries(
    listOf(trial.status?.observation?.metrics)
      .filter(metric => typeof metric?.name === 'string')
      .map(({ name, latest, min, max }): [string | undefined, TrialMetric] => [
        name,
        { value: known(latest), min: known(min), max: known(max) }
      ])
      .filter(([, { value, min, max }]) => value + min + max !== '')
  );
}

/** As it was printed; empty where there is none. */
function known(value: unknown): string {
  return value === UNAVAILABLE ? '' : plainText(value ?? '', 100);
}
