import type { TrainingJobSummary } from '@kubeflow-lab/schema';
import type { CardDescription } from '../panels';

/** How the card of a training job is read and written; as `kubeflow_lab/magics/card.py` writes it. */
export const jobCard: CardDescription<TrainingJobSummary> = {
  read: summary => ({
    ...summary,
    replicas: Array.isArray(summary.replicas) ? summary.replicas : [],
    metrics: numbersOf(summary.metrics)
  }),
  table: ({ replicas }) => ({
    head: ['Replica', 'State', ''],
    rows: replicas.map(({ name, phase, message }) => [name, phase, message])
  }),
  values: ({ metrics }) => metrics
};

function numbersOf(value: unknown): Record<string, number> {
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(entries.filter(([, number]) => typeof number === 'number'));
}
