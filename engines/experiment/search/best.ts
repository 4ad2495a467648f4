import { countingValue, listOf, metricNumber } from '@kubeflow-lab/resources';
import type { ObjectiveSpec, OptimalTrial, Trial } from '@kubeflow-lab/resources';

export interface Best {
  optimal: OptimalTrial;
  /** The objective's value. */
  value: number;
}

/** The trial with the best value of the objective that counts, the earliest of equals; null while none has a number. */
export function bestTrial(trials: readonly Trial[], objective: ObjectiveSpec): Best | null {
  const metric = objective.objectiveMetricName ?? '';
  const sign = objective.type === 'minimize' ? -1 : 1;
  let best: { trial: Trial; value: number } | null = null;
  for (const trial of trials) {
    const text = countingValue(trial.status?.observation, objective, metric);
    const value = metricNumber(text ?? '');
    if (!Number.isNaN(value) && (best === null || sign * value > sign * best.value)) {
      best = { trial, value };
    }
  }
  if (best === null) {
    return null;
  }
  const { trial, value } = best;
  return {
    value,
    optimal: {
      bestTrialName: trial.metadata?.name,
      parameterAssignments: [...listOf(trial.spec?.parameterAssignments)],
      observation: { metrics: [...listOf(trial.status?.observation?.metrics)] }
    }
  };
}

/** Whether a value of the objective is as good as the goal; never without a goal. */
export function reachesGoal(value: number, { goal, type }: ObjectiveSpec): boolean {
  if (typeof goal !== 'number') {
    return false;
  }
  return type === 'minimize' ? value <= goal : value >= goal;
}
