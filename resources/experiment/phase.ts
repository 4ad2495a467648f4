import type { ExperimentSummary, TrialSummary } from '@kubeflow-lab/schema';

import type { Summary } from '../common/summary.js';
import { listOf, plainText } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import { NOTEBOOK_ANNOTATION } from '../training-job/types.js';
import { assignmentsOf, countingValue, trueCondition } from './read.js';
import { summarizeTrial } from './trial.js';
import type { Experiment, KatibCondition, Suggestion, Trial } from './types.js';

/** What lies around an experiment. */
export interface ExperimentSurroundings {
  /** Its trials, by owner or by label, in any order. */
  trials?: readonly Trial[];
  /** The search of that name, which says why it failed. */
  suggestion?: Suggestion;
}

/** Everything a person wants to know of a sweep; works for any object, however it was made and whoever runs it. */
export function summarizeExperiment(
  experiment: Experiment,
  around: ExperimentSurroundings = {}
): ExperimentSummary {
  const { spec, status, metadata } = experiment;
  const objective = spec?.objective;
  const counts = countsOf(experiment);
  const trials = inOrder(listOf(around.trials)).map(summarizeTrial);
  return {
    ...experimentPhase(experiment, counts, trials, around.suggestion),
    objective: {
      metric: plainText(objective?.objectiveMetricName, 100),
      type: plainText(objective?.type, 20),
      goal: typeof objective?.goal === 'number' ? objective.goal : null,
      additional: listOf(objective?.additionalMetricNames).map(name => plainText(name, 100))
    },
    algorithm: plainText(spec?.algorithm?.algorithmName, 100),
    parameters: listOf(spec?.parameters).map(parameter => ({
      name: plainText(parameter?.name, 100),
      type: plainText(parameter?.parameterType, 20)
    })),
    counts,
    best: bestOf(experiment),
    trials,
    startedAt: timeOrNull(status?.startTime),
    finishedAt: finishedAt(experiment),
    createdAt: timeOrNull(metadata?.creationTimestamp) ?? '',
    notebook: metadata?.annotations?.[NOTEBOOK_ANNOTATION] ?? null
  };
}

/** Whether a sweep has come to its end, for better or worse. */
export function isExperimentFinished({ status }: Experiment): boolean {
  return (
    trueCondition(status?.conditions, 'Succeeded') !== null ||
    trueCondition(status?.conditions, 'Failed') !== null
  );
}

function finishedAt(experiment: Experiment): string | null {
  const { conditions, completionTime } = experiment.status ?? {};
  const end = trueCondition(conditions, 'Failed') ?? trueCondition(conditions, 'Succeeded');
  return end === null ? null : (timeOrNull(completionTime) ?? timeOrNull(end.lastTransitionTime));
}

function countsOf({ spec, status }: Experiment): ExperimentSummary['counts'] {
  const number = (value: unknown) => (Number.isInteger(value) ? (value as number) : 0);
  return {
    running: number(status?.trialsRunning),
    pending: number(status?.trialsPending),
    succeeded: number(status?.trialsSucceeded),
    failed: number(status?.trialsFailed),
    killed: number(status?.trialsKilled),
    earlyStopped: number(status?.trialsEarlyStopped),
    metricsUnavailable: number(status?.trialMetricsUnavailable),
    maximum: number(spec?.maxTrialCount)
  };
}

function bestOf({ spec, status }: Experiment): ExperimentSummary['best'] {
  const { bestTrialName, parameterAssignments, observation } = status?.currentOptimalTrial ?? {};
  if (!bestTrialName) {
    return null;
  }
  const metrics: Record<string, string> = {};
  for (const { name } of listOf(observation?.metrics)) {
    const value = name === undefined ? null : countingValue(observation, spec?.objective, name);
    if (name !== undefined && value !== null) {
      metrics[name] = plainText(value, 100);
    }
  }
  return {
    trial: plainText(bestTrialName, 253),
    parameters: assignmentsOf(parameterAssignments),
    metrics
  };
}

/** Older trials first; those of one second by name, so that the order does not jump. */
function inOrder(trials: readonly Trial[]): Trial[] {
  const key = ({ metadata }: Trial) =>
    `${metadata?.creationTimestamp ?? ''} ${metadata?.name ?? ''}`;
  return [...trials].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function experimentPhase(
  experiment: Experiment,
  counts: ExperimentSummary['counts'],
  trials: readonly TrialSummary[],
  suggestion: Suggestion | undefined
): Summary {
  const { status, metadata } = experiment;
  const deleted = timeOrNull(metadata?.deletionTimestamp);
  if (deleted !== null) {
    return {
      phase: 'Deleting',
      message: 'The sweep is being deleted.',
      reason: '',
      since: deleted
    };
  }
  const failed = trueCondition(status?.conditions, 'Failed');
  if (failed !== null) {
    return {
      phase: 'Failed',
      message:
        searchFailure(failed, suggestion) ??
        failureMessage(counts, trials, plainText(failed.message, 600)),
      reason: plainText(failed.reason, 100) || 'Failed',
      since: finishedAt(experiment)
    };
  }
  const succeeded = trueCondition(status?.conditions, 'Succeeded');
  if (succeeded !== null) {
    return {
      phase: 'Succeeded',
      message: successMessage(succeeded.reason ?? '', experiment, counts),
      reason: '',
      since: finishedAt(experiment)
    };
  }
  return underWay(experiment, counts);
}

/** Why the search for values failed, which Katib's Experiment does not say; null where it is not that, or not known. */
function searchFailure(failed: KatibCondition, suggestion: Suggestion | undefined): string | null {
  const end = trueCondition(suggestion?.status?.conditions, 'Failed');
  if (end === null || failed.message !== 'Suggestion has failed') {
    return null;
  }
  const said = plainText(end.message, 600).replace(
    /^(?:Validation failed: )?(?:rpc error: code = \w+ desc = )?/,
    ''
  );
  const why = said || plainText(end.reason, 100);
  return why === '' ? null : `The search for values failed: ${why}.`;
}

function failureMessage(
  counts: ExperimentSummary['counts'],
  trials: readonly TrialSummary[],
  said: string
): string {
  const bad = counts.failed + counts.metricsUnavailable;
  if (/max failed count/i.test(said)) {
    return `The sweep gave up after ${numbered(bad)} failed. ${lastFailure(trials)}`;
  }
  return said === '' ? 'The sweep failed.' : `${said}.`;
}

/** Why the last trial failed, without Katib's words for that it did. */
function lastFailure(trials: readonly TrialSummary[]): string {
  const last = [...trials].reverse().find(({ phase }) => phase === 'Failed');
  return last === undefined
    ? 'The logs of the trials say why.'
    : `The last of them: ${last.message.replace(/^(?:Trial has failed|Metrics are not available)\. /, '')}`;
}

function successMessage(
  reason: string,
  experiment: Experiment,
  counts: ExperimentSummary['counts']
): string {
  const done = `${numbered(ended(counts))} done${ofThemFailed(counts)}`;
  switch (reason) {
    case 'ExperimentGoalReached':
      return `The goal of ${experiment.spec?.objective?.goal} is reached; ${done}.`;
    case 'ExperimentSuggestionEndReached':
      return `The whole search space is tried; ${done}.`;
    default:
      return `The sweep has finished; ${done}.`;
  }
}

function underWay(experiment: Experiment, counts: ExperimentSummary['counts']): Summary {
  const { status, metadata } = experiment;
  const running = trueCondition(status?.conditions, 'Running');
  const restarting = trueCondition(status?.conditions, 'Restarting');
  const created = timeOrNull(metadata?.creationTimestamp);
  if (running === null && restarting === null) {
    const taken = listOf(status?.conditions).length > 0;
    return {
      phase: 'Queued',
      message: taken
        ? 'The sweep waits for its first values.'
        : 'The sweep waits for the engine or Katib to take it.',
      reason: '',
      since: created
    };
  }
  const since = timeOrNull((running ?? restarting)?.lastTransitionTime) ?? created;
  const of = counts.maximum > 0 ? ` of ${counts.maximum}` : '';
  const done = `${ended(counts)}${of} trials done${ofThemFailed(counts)}`;
  if (counts.running === 0) {
    return {
      phase: 'Pending',
      message: `The sweep waits for its trials; ${done}.`,
      reason: '',
      since
    };
  }
  return { phase: 'Running', message: `${done}, ${counts.running} running.`, reason: '', since };
}

/** Those that ended by themselves: one that was stopped, because there were too many, is not done. */
function ended(counts: ExperimentSummary['counts']): number {
  const { succeeded, failed, earlyStopped, metricsUnavailable } = counts;
  return succeeded + failed + earlyStopped + metricsUnavailable;
}

/** How many of the ended trials have no result because they failed; '' where none did. */
function ofThemFailed({ failed, metricsUnavailable }: ExperimentSummary['counts']): string {
  const count = failed + metricsUnavailable;
  return count === 0 ? '' : ` (${count} failed)`;
}

function numbered(count: number): string {
  return count === 1 ? '1 trial' : `${count} trials`;
}
