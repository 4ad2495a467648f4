import { trialState } from '@kubeflow-lab/resources';
import type { ExperimentStatus, Trial } from '@kubeflow-lab/resources';

/** The trials of an experiment by where they are, in the order given. */
export type TrialsByState = Record<ReturnType<typeof trialState>, Trial[]>;

export function byState(trials: readonly Trial[]): TrialsByState {
  const lists: TrialsByState = {
    Pending: [],
    Running: [],
    Succeeded: [],
    Failed: [],
    Killed: [],
    EarlyStopped: [],
    MetricsUnavailable: []
  };
  trials.forEach(trial => lists[trialState(trial)].push(trial));
  return lists;
}

/**
 * How many trials have ended by themselves, and how many of those without a result; and how many were stopped because
 * they were too many, which do not count: a lowered budget is still to be used up.
 */
export function endedCounts(lists: TrialsByState): { ended: number; bad: number; killed: number } {
  const bad = lists.Failed.length + lists.MetricsUnavailable.length;
  const fine = lists.Succeeded.length + lists.EarlyStopped.length;
  return { ended: bad + fine, bad, killed: lists.Killed.length };
}

/** The part of an experiment's status that counts its trials, without what is empty, as Katib writes it. */
export function countedStatus(lists: TrialsByState): Partial<ExperimentStatus> {
  const all = Object.values(lists).flat().length;
  return {
    ...(all > 0 ? { trials: all } : {}),
    ...counted('runningTrialList', 'trialsRunning', lists.Running),
    ...counted('pendingTrialList', 'trialsPending', lists.Pending),
    ...counted('failedTrialList', 'trialsFailed', lists.Failed),
    ...counted('succeededTrialList', 'trialsSucceeded', lists.Succeeded),
    ...counted('killedTrialList', 'trialsKilled', lists.Killed),
    ...counted('earlyStoppedTrialList', 'trialsEarlyStopped', lists.EarlyStopped),
    ...counted('metricsUnavailableTrialList', 'trialMetricsUnavailable', lists.MetricsUnavailable)
  };
}

function counted(
  list: keyof ExperimentStatus,
  count: keyof ExperimentStatus,
  trials: readonly Trial[]
): Partial<ExperimentStatus> {
  return trials.length === 0
    ? {}
    : { [list]: trials.map(trial => trial.metadata?.name ?? ''), [count]: trials.length };
}
