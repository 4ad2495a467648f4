import type { ExperimentSummary, TrialSummary } from '@kubeflow-lab/schema';

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
        goal: typeof objective.goal === 'number' ? objective.goal : null,
        additional: listOf(objective.additional).map(textOf)
      },
      parameters: listOf(summary.parameters)
        .map(objectOf)
        .map(({ name, type }) => ({ name: textOf(name), type: textOf(type) })),
      counts: Object.fromEntries(
        COUNTS.map(name => [name, Number(counts[name]) || 0])
      ) as ExperimentSummary['counts'],
      best:
        typeof best.trial === 'string'
          ? {
              trial: best.trial,
              parameters: textsOf(best.parameters),
              metrics: textsOf(best.metrics)
            }
          : null,
      trials: listOf(summary.trials).map(objectOf).map(trialOf)
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
  return {
    name: textOf(trial.name),
    phase: textOf(trial.phase) as TrialSummary['phase'],
    message: textOf(trial.message),
    reason: textOf(trial.reason),
    parameters: textsOf(trial.parameters),
    metrics: Object.fromEntries(metrics) as TrialSummary['metrics'],
    startedAt: textOf(trial.startedAt) || null,
    finishedAt: textOf(trial.finishedAt) || null
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textsOf(value: unknown): Record<string, string> {
  const entries = Object.entries(objectOf(value));
  return Object.fromEntries(entries.filter(([, one]) => typeof one === 'string')) as Record<
    string,
    string
  >;
}
