import { assignmentsOf, listOf, plainText, readCurve, trialState } from '@kubeflow-lab/resources';
import type {
  AlgorithmSpec,
  EarlyStoppingRule,
  ExperimentSpec,
  Trial
} from '@kubeflow-lab/resources';

import { HopelessTrialError } from '../trial/hopeless.js';

interface MedianStop {
  /** So many trials must have succeeded before any is stopped. */
  minTrials: number;
  /** So many values of the objective are compared. */
  startStep: number;
}

const DEFAULTS: Record<string, number> = { min_trials_required: 3, start_step: 4 };

/** The settings of median stopping. Throws HopelessTrialError for another algorithm, or a setting that it has not. */
export function readMedianStop({ algorithmName, algorithmSettings }: AlgorithmSpec): MedianStop {
  if (algorithmName !== 'medianstop') {
    throw new HopelessTrialError(
      `This engine stops trials early by medianstop only, not by ${plainText(algorithmName, 60)}; others need Katib.`
    );
  }
  const settings = { ...DEFAULTS };
  for (const [name, text] of Object.entries(assignmentsOf(algorithmSettings))) {
    if (!Object.hasOwn(DEFAULTS, name)) {
      throw new HopelessTrialError(`medianstop has no setting "${plainText(name, 60)}".`);
    }
    if (!/^[1-9]\d{0,5}$/.test(text)) {
      throw new HopelessTrialError(
        `The setting ${name} of medianstop cannot be "${plainText(text, 60)}"; it must be a whole number above 0.`
      );
    }
    settings[name] = Number(text);
  }
  return { minTrials: settings.min_trials_required, startStep: settings.start_step };
}

/**
 * The rules for a trial that begins now: it is stopped once its first values have shown no better one than the median,
 * over the trials that have succeeded, of the mean of their first values. (Katib takes the mean of the means.)
 */
export function stoppingRules(
  { earlyStopping, objective }: ExperimentSpec,
  trials: readonly Trial[]
): EarlyStoppingRule[] {
  if (!earlyStopping) {
    return [];
  }
  const { minTrials, startStep } = readMedianStop(earlyStopping);
  const means = trials
    .filter(trial => trialState(trial) === 'Succeeded')
    .map(trial => meanOfFirst(trial, startStep))
    .filter(mean => mean !== null);
  return means.length < minTrials
    ? []
    : [
        {
          name: objective?.objectiveMetricName,
          value: String(median(means)),
          comparison: objective?.type === 'minimize' ? 'greater' : 'less',
          startStep
        }
      ];
}

function meanOfFirst(trial: Trial, count: number): number | null {
  const values = listOf(readCurve(trial))
    .filter(([step]) => step <= count)
    .map(([, value]) => value);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
