import type { StoreReader } from '@kubeflow-lab/kube';
import type { StatefulSet } from '@kubeflow-lab/resources';
import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

import { ownerKey } from './owner.js';

/** Metrics with the names of upstream's controller, so that its dashboards and alerts fit. */
export function createNotebookMetrics(registry: Registry, sets: StoreReader<StatefulSet>) {
  const options = { labelNames: ['namespace'] as const, registers: [registry] };
  const known = new Set<string>();
  new Gauge({
    name: 'notebook_running',
    help: 'Notebook servers that are ready, by namespace.',
    ...options,
    collect() {
      const running = runningByNamespace(sets);
      for (const namespace of running.keys()) {
        known.add(namespace);
      }
      // A namespace that lost its last server is told as 0, not as it was.
      for (const namespace of known) {
        this.set({ namespace }, running.get(namespace) ?? 0);
      }
    }
  });
  const created = new Counter({
    name: 'notebook_create_total',
    help: 'StatefulSets that were made for Notebooks.',
    ...options
  });
  const failed = new Counter({
    name: 'notebook_create_failed_total',
    help: 'StatefulSets for Notebooks that could not be made.',
    ...options
  });
  return {
    onCreate: (namespace: string, succeeded: boolean) =>
      (succeeded ? created : failed).inc({ namespace })
  };
}

/** How many servers answer, also 0, for each namespace that has Notebooks. */
function runningByNamespace(sets: StoreReader<StatefulSet>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const set of sets.list()) {
    if (ownerKey(set) !== null) {
      const namespace = set.metadata?.namespace ?? '';
      const ready = Math.min(set.status?.readyReplicas ?? 0, set.spec?.replicas ?? 0);
      counts.set(namespace, (counts.get(namespace) ?? 0) + ready);
    }
  }
  return counts;
}
