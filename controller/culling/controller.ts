import { keyOf } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { NOTEBOOK_NAME_LABEL } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { createRunnable, reflectorsOf } from '../runtime/index.js';
import type { Metrics, Reconcile, Runnable } from '../runtime/index.js';
import type { ServerReflectors } from '../servers.js';
import { createCullingCache } from './cache.js';
import type { CullingCache } from './cache.js';
import type { IdleState } from './decide.js';
import { createLook } from './look.js';
import { createCullingMetrics } from './metrics.js';
import type { CullingMetrics } from './metrics.js';
import { Observations } from './observations.js';
import type { Prober } from './probe/index.js';
import { createCullingReconcile } from './reconcile.js';
import type { CullingSettings } from './settings.js';

export interface CullingControllerOptions {
  client: KubeClient;
  servers: ServerReflectors;
  log: Logger;
  metrics: Metrics;
  prober: Prober;
  settings: CullingSettings;
  /** While this answers true, nothing is done: another controller is at work. */
  standsAside?: () => boolean;
  /** Milliseconds since 1970. */
  now?: () => number;
}

const STAND_ASIDE_MS = 10_000;
const STATES: IdleState[] = ['InUse', 'StopsSoon', 'NeverStopped', 'ProbeFailed'];

/** Watches how notebook servers are used, and stops those that nobody uses. */
export function createCullingController(options: CullingControllerOptions): Runnable {
  const { client, servers, log, metrics, prober, settings } = options;
  const { standsAside = () => false, now = Date.now } = options;
  const cache = createCullingCache(client, servers, log);
  const observations = new Observations();
  const cullingMetrics = createCullingMetrics(metrics.registry);
  countStates(cullingMetrics, observations);
  const look = createLook(prober, cullingMetrics);
  const inner = createCullingReconcile({
    client,
    cache,
    observations,
    look,
    settings,
    metrics: cullingMetrics,
    now
  });
  const reconcile: Reconcile = (key, context) =>
    standsAside() ? Promise.resolve({ requeueAfterMs: STAND_ASIDE_MS }) : inner(key, context);
  return createRunnable(
    { name: 'culling', reconcile, log, metrics, workers: settings.concurrency },
    reflectorsOf(cache),
    enqueue => enqueueOnChange(cache, enqueue)
  );
}

function enqueueOnChange(cache: CullingCache, enqueue: (key: string) => void): void {
  cache.notebooks.store.onChange(({ object }) => enqueue(keyOf(object.metadata)));
  cache.pods.store.onChange(({ object: { metadata } }) => {
    const name = metadata?.labels?.[NOTEBOOK_NAME_LABEL];
    if (name) {
      enqueue(keyOf({ namespace: metadata?.namespace, name }));
    }
  });
  cache.profiles.store.onChange(({ object }) => {
    const notebooks = cache.notebooks.store.list(object.metadata?.name ?? '');
    notebooks.forEach(notebook => enqueue(keyOf(notebook.metadata)));
  });
}

function countStates({ states }: CullingMetrics, observations: Observations): void {
  Object.assign(states, {
    collect() {
      const counts = observations.count();
      STATES.forEach(state => states.set({ state }, counts.get(state) ?? 0));
    }
  });
}
