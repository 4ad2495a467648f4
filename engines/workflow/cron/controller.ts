import { keyOf } from '@kubeflow-lab/kube';
import { CRON_WORKFLOW_LABEL } from '@kubeflow-lab/resources';
import { createRunnable, reflectorsOf } from '@kubeflow-lab/controller/runtime';
import type { Reconcile, Runnable } from '@kubeflow-lab/controller/runtime';

import type { WorkflowEngineOptions } from '../controller.js';
import { createCronCache } from './cache.js';
import { createCronReconcile } from './reconcile.js';

const STAND_ASIDE_MS = 10_000;

/** Watches CronWorkflows, and makes a Workflow of each at the times of its schedule. */
export function createCronEngine(
  options: Omit<WorkflowEngineOptions, 'artifactsImage'> & { clock?: () => number }
): Runnable {
  const { client, log, metrics, workers, standsAside = () => false, clock } = options;
  const cache = createCronCache(client, log);
  const inner = createCronReconcile(client, cache, clock);
  const reconcile: Reconcile = (key, context) =>
    standsAside() ? Promise.resolve({ requeueAfterMs: STAND_ASIDE_MS }) : inner(key, context);
  return createRunnable(
    { name: 'cron-workflow', reconcile, log, metrics, workers },
    reflectorsOf(cache),
    enqueue => {
      cache.crons.store.onChange(({ object }) => enqueue(keyOf(object.metadata)));
      cache.runs.store.onChange(({ object: { metadata } }) => {
        const name = metadata?.labels?.[CRON_WORKFLOW_LABEL] ?? '';
        enqueue(keyOf({ namespace: metadata?.namespace, name }));
      });
    }
  );
}
