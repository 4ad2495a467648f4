import type { ExperimentSpec } from '@kubeflow-lab/resources';

export interface BudgetState {
  /** Trials that have ended by themselves, and those that have not ended. */
  ended: number;
  active: number;
}

/** How many trials are to be begun; where negative, so many of those under way are too many. */
export function trialsToBegin(
  { maxTrialCount, parallelTrialCount = 1 }: ExperimentSpec,
  { ended, active }: BudgetState
): number {
  const left = maxTrialCount === undefined ? Infinity : Math.max(0, maxTrialCount - ended);
  return Math.min(parallelTrialCount, left) - active;
}

/** Why a search is over, with Katib's words. */
export interface SearchEnd {
  type: 'Succeeded' | 'Failed';
  reason: string;
  message: string;
}

export interface SearchState extends BudgetState {
  /** Trials that failed or had no value of the objective. */
  bad: number;
  goalReached: boolean;
  /** The algorithm has no more values to try. */
  exhausted: boolean;
}

/** How a search has ended; null while it goes on. */
export function searchEnd(
  { maxTrialCount, maxFailedTrialCount }: ExperimentSpec,
  { ended, active, bad, goalReached, exhausted }: SearchState
): SearchEnd | null {
  if (goalReached) {
    return succeeded('ExperimentGoalReached', 'Objective goal has reached');
  }
  if (maxFailedTrialCount !== undefined && bad > 0 && bad >= maxFailedTrialCount) {
    return {
      type: 'Failed',
      reason: 'ExperimentFailed',
      message: 'Experiment has failed because max failed count has reached'
    };
  }
  if (maxTrialCount !== undefined && ended >= maxTrialCount) {
    return succeeded('ExperimentMaxTrialsReached', 'max trial count has reached');
  }
  if (exhausted && active === 0) {
    return succeeded('ExperimentSuggestionEndReached', 'suggestion service has reached the end');
  }
  return null;
}

function succeeded(reason: string, because: string): SearchEnd {
  return { type: 'Succeeded', reason, message: `Experiment has succeeded because ${because}` };
}
