import type { BudgetForm } from '@kubeflow-lab/schema';

import type { FieldProblem } from '../common/summary.js';
import { listOf } from '../common/text.js';
import { isExperimentFinished } from './phase.js';
import { trueCondition } from './read.js';
import { isTrialFinished } from './trial.js';
import type { Experiment, Trial } from './types.js';

/** Katib's controller keeps it on its Experiments. */
const KATIB_FINALIZER = 'update-prometheus-metrics';

/**
 * The merge patch that ends a sweep and keeps its results: the budget becomes what has ended already, so that what runs
 * is stopped. Katib takes only a budget above the number of trials that there are: with it those under way and one more
 * run to their end. The other numbers must not exceed the budget, and at least one trial runs at once.
 */
export function stopPatch(experiment: Experiment): { spec: BudgetForm } {
  const { parallelTrialCount = 3, maxFailedTrialCount } = experiment.spec ?? {};
  const maxTrialCount = isKatibs(experiment)
    ? begunTrials(experiment) + 1
    : endedTrials(experiment);
  return {
    spec: {
      maxTrialCount,
      parallelTrialCount: Math.max(1, Math.min(parallelTrialCount, maxTrialCount)),
      ...(maxFailedTrialCount === undefined
        ? {}
        : { maxFailedTrialCount: Math.min(maxFailedTrialCount, maxTrialCount) })
    }
  };
}

/** Whether Katib runs a sweep, and not the embedded engine. */
function isKatibs({ metadata }: Experiment): boolean {
  return listOf(metadata?.finalizers).includes(KATIB_FINALIZER);
}

/** The merge patch for another budget; the form must have passed `checkBudget`. */
export function budgetPatch(form: BudgetForm): { spec: BudgetForm } {
  return { spec: { ...form } };
}

/** How many trials there are, in whatever state. */
function begunTrials({ status }: Experiment): number {
  return status?.trials ?? 0;
}

/** How many trials have ended by themselves; those that were too many for a lowered budget do not count. */
function endedTrials({ status }: Experiment): number {
  return (
    (status?.trialsSucceeded ?? 0) +
    (status?.trialsFailed ?? 0) +
    (status?.trialsEarlyStopped ?? 0) +
    (status?.trialMetricsUnavailable ?? 0)
  );
}

/** The sentence that says why a sweep cannot be stopped, or null where it can. */
export function stopProblem(experiment: Experiment): string | null {
  if (isExperimentFinished(experiment)) {
    return 'The sweep has ended already.';
  }
  const { maxTrialCount = Infinity } = experiment.spec ?? {};
  return isKatibs(experiment) && begunTrials(experiment) + 1 >= maxTrialCount
    ? 'Katib runs this sweep, and lets its last trials end.'
    : null;
}

/** The sentence that says why no trials of a sweep are left over, or null where some go on although it has ended. */
export function leftOverProblem(experiment: Experiment, trials: readonly Trial[]): string | null {
  if (!isExperimentFinished(experiment)) {
    return 'The sweep has not ended; stop it, and its trials end with it.';
  }
  return leftOverTrials(trials).length > 0 ? null : 'No trial of the sweep goes on.';
}

/** The trials that have not ended. */
export function leftOverTrials(trials: readonly Trial[]): Trial[] {
  return trials.filter(trial => !isTrialFinished(trial) && !trial.metadata?.deletionTimestamp);
}

/** Everything about a new budget that would be refused or have no effect. */
export function checkBudget(experiment: Experiment, form: BudgetForm): FieldProblem[] {
  const spec = { ...experiment.spec, ...form };
  const problems: FieldProblem[] = [];
  const { maxTrialCount = Infinity, parallelTrialCount = 3, maxFailedTrialCount = 0 } = spec;
  if (parallelTrialCount > maxTrialCount) {
    problems.push({
      path: 'parallelTrialCount',
      message: `${parallelTrialCount} trials at once are more than the ${maxTrialCount} in all.`
    });
  }
  if (maxFailedTrialCount > maxTrialCount) {
    problems.push({
      path: 'maxFailedTrialCount',
      message: `${maxFailedTrialCount} failed trials are more than the ${maxTrialCount} in all.`
    });
  }
  const obstacle =
    resumeProblem(experiment, maxTrialCount) ?? katibProblem(experiment, maxTrialCount);
  if (obstacle !== null) {
    problems.push({ path: 'maxTrialCount', message: obstacle });
  }
  return problems;
}

/** Why Katib would not take that many trials in all; null where it would, or does not run the sweep. */
function katibProblem(experiment: Experiment, maxTrialCount: number): string | null {
  const begun = begunTrials(experiment);
  return isKatibs(experiment) && maxTrialCount <= begun
    ? `Katib runs this sweep, and takes only more than the ${begun} trials that there are.`
    : null;
}

/** Why a sweep that has ended cannot go on with that many trials; null where it can, or has not ended. */
export function resumeProblem(experiment: Experiment, maxTrialCount: number): string | null {
  if (!isExperimentFinished(experiment)) {
    return null;
  }
  const end = trueCondition(experiment.status?.conditions, 'Succeeded');
  if (end?.reason !== 'ExperimentMaxTrialsReached') {
    return 'Only a sweep that ended because all its trials are done can go on.';
  }
  if (!['LongRunning', 'FromVolume'].includes(experiment.spec?.resumePolicy ?? '')) {
    return 'This sweep cannot go on: its resumePolicy is Never.';
  }
  const done = endedTrials(experiment);
  return maxTrialCount > done
    ? null
    : `${done} trials have ended already; ask for more than that to go on.`;
}
