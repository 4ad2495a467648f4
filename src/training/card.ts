import type { ReplicaSummary, TrainingJobSummary } from '@kubeflow-lab/schema';

import { numberOf, numberOrNull, numbersOf, objectsOf, textOf } from '../panels';
import type { CardDescription } from '../panels';

/** How the card of a training job is read and written; as `kubeflow_lab/magics/card.py` writes it. */
export const jobCard: CardDescription<TrainingJobSummary> = {
  read: summary => ({
    ...summary,
    replicas: objectsOf(summary.replicas).map(replicaOf),
    metrics: numbersOf(summary.metrics)
  }),
  table: ({ replicas }) => ({
    head: ['Replica', 'State', ''],
    rows: replicas.map(({ name, phase, message }) => [name, phase, message])
  }),
  values: ({ metrics }) => metrics
};

/** A replica that anyone may have written, with every field that is shown. */
function replicaOf(replica: Record<string, unknown>): ReplicaSummary {
  return {
    name: textOf(replica.name),
    role: textOf(replica.role),
    index: numberOf(replica.index),
    phase: textOf(replica.phase) as ReplicaSummary['phase'],
    message: textOf(replica.message),
    restarts: numberOf(replica.restarts),
    exitCode: numberOrNull(replica.exitCode),
    node: textOf(replica.node) || null
  };
}
