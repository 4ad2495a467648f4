import { keyOf } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { WORKFLOW_LABEL } from '@kubeflow-lab/resources';
import { createRunnable, reflectorsOf } from '@kubeflow-lab/controller/runtime';
import type { Metrics, Reconcile, Runnable } from '@kubeflow-lab/controller/runtime';
import type { Logger } from 'pino';

import { createWorkflowCache } from './cache.js';
import { createWorkflowReconcile } from './reconcile.js';

export interface WorkflowEngineOptions {
  client: KubeClient;
  log: Logger;
  metrics: Metrics;
  artifactsImage: string;
  workers?: number;
  /** While this answers true, nothing is done: the kind is not ours to run. */
  standsAside?: () => boolean;
}

const STAND_ASIDE_MS = 10_000;

/** Watches Workflows and their pods, and runs them. */
export function createWorkflowEngine(options: WorkflowEngineOptions): Runnable {
  const { client, log, metrics, artifactsImage, workers, standsAside = () => false } = options;
  const cache = createWorkflowCache(client, log);
  const inner = createWorkflowReconcile({ client, cache, artifactsImage });
  const reconcile: Reconcile = (key, context) =>
    standsAside() ? Promise.resolve({ requeueAfterMs: STAND_ASIDE_MS }) : inner(key, context);
  return createRunnable(
    { name: 'workflow', reconcile, log, metrics, workers },
    reflectorsOf(cache),
    enqueue => {
      cache.workflows.store.onChange(({ object }) => enqueue(keyOf(object.metadata)));
      cache.pods.store.onChange(({ object: { metadata } }) => {
        const name = metadata?.labels?.[WORKFLOW_LABEL] ?? '';
        enqueue(keyOf({ namespace: metadata?.namespace, name }));
      });
    }
  );
}
