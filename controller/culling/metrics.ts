import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/**
 * What culling does, for Prometheus. The first two have the names and labels of upstream's controller, so that its
 * dashboards and alerts fit.
 */
export function createCullingMetrics(registry: Registry) {
  const registers = [registry];
  const perServer = { labelNames: ['namespace', 'name'] as const, registers };
  return {
    culled: new Counter({
      name: 'notebook_culling_total',
      help: 'Servers that were stopped for want of activity.',
      ...perServer
    }),
    lastCulled: new Gauge({
      name: 'last_notebook_culling_timestamp_seconds',
      help: 'When a server was last stopped for want of activity.',
      ...perServer
    }),
    probes: new Counter({
      name: 'notebook_activity_probes_total',
      help: 'How often servers were asked for their activity, by result: known, or why it is not.',
      labelNames: ['result'] as const,
      registers
    }),
    probeSeconds: new Histogram({
      name: 'notebook_activity_probe_seconds',
      help: 'How long a server takes to say its activity, or until nobody waits for it any more.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers
    }),
    probing: new Gauge({
      name: 'notebook_activity_probes_in_progress',
      help: 'How many servers are being asked now.',
      registers
    }),
    records: new Counter({
      name: 'notebook_activity_writes_total',
      help: 'How often an activity was written to a Notebook.',
      registers
    }),
    warnings: new Counter({
      name: 'notebook_culling_warnings_total',
      help: 'How often the people of a server were warned that it stops.',
      labelNames: ['namespace'] as const,
      registers
    }),
    states: new Gauge({
      name: 'notebook_idle_state',
      help: 'How many running servers are in use, stop soon, never stop, or do not answer.',
      labelNames: ['state'] as const,
      registers
    })
  };
}

export type CullingMetrics = ReturnType<typeof createCullingMetrics>;
