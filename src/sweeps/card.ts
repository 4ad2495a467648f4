import type { ExperimentSummary, TrialSummary } from '@kubeflow-lab/schema';

import { listOf, numberOf, numberOrNull, objectOf, objectsOf, textOf, textsOf } from '../panels';
import type { CardDescription } from '../panels';

/** How the card of a sweep is read; anyone may have written it. */
export const sweepCard: CardDescription<ExperimentSummary> = {
  read: summary => {
    const objective = objectOf(summary.objective);
    const counts = objectOf(summary.counts);
    const best = objectOf(summary.best);
    return {
      ...summary,
      algorithm: textOf(summary.algorithm),
      objective: {
        metric: textOf(objective.metric),
        type: textOf(objective.type),
        goal: numberOrNull(objective.goal),
        additional: listOf(objective.additional).map(textOf)
      },
      parameters: objectsOf(summary.parameters).map(({ name, type }) => ({
        name: textOf(name),
        type: textOf(type)
      })),
      counts: Object.fromEntries(
        COUNTS.map(name => [name, numberOf(counts[name])])
      ) as ExperimentSummary['counts'],
      best:
        typeof best.trial === 'string'
          ? {
              trial: best.trial,
              parameters: textsOf(best.parameters),
              metrics: textsOf(best.metrics)
            }
          : null,
      trials: objectsOf(summary.trials).map(trialOf)
    };
  },
  values: ({ best }) => ({ ...best?.metrics, ...best?.parameters })
};

const COUNTS = [
  'running',
  'pending',
  'succeeded',
  'failed',
  'killed',
  'earlyStopped',
  'metricsUnavailable',
  'maximum'
] as const;

function trialOf(trial: Record<string, unknown>): TrialSummary {
  const metrics = Object.entries(objectOf(trial.metrics)).map(([name, metric]) => {
    const { value, min, max } = objectOf(metric);
    return [name, { value: textOf(value), min: textOf(min), max: textOf(max) }];
  });
  const curve = listOf(trial.curve).filter(
    (point): point is [number, number] =>
      Array.isArray(point) && point.length === 2 && point.every(Number.isFinite)
  );
  return {
    name: textOf(trial.name),
    phase: textOf(trial.phase) as TrialSummary['phase'],
    message: textOf(trial.message),
    reason: textOf(trial.reason),
    parameters: textsOf(trial.parameters),
    metrics: Object.fromEntries(metrics) as TrialSummary['metrics'],
    ...(curve.length > 1 ? { curve } : {}),
    startedAt: textOf(trial.startedAt) || null,
    finishedAt: textOf(trial.finishedAt) || null
  };
}
