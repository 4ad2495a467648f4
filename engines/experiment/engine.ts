import { EXPERIMENT, keyOf } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { createRunnable } from '@kubeflow-lab/controller/runtime';
import type { Metrics, Reconcile, Runnable } from '@kubeflow-lab/controller/runtime';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { createExperimentCache } from './cache.js';
import { connectSuggestions } from './search/client.js';
import { createSearchReconcile } from './search/reconcile.js';
import { LiveTrials } from './trial/live.js';
import { createTrialReconcile } from './trial/reconcile.js';
import { RunWatches } from './trial/runs.js';

export interface ExperimentEngineOptions {
  client: KubeClient;
  log: Logger;
  metrics: Metrics;
  /** Where the suggestion service answers, `host:port`. */
  suggestionAddress: string;
  /** The image with what reads files of metrics beside a trial. */
  collectorImage: string;
  workers?: number;
  /** While this answers true, nothing is done: the kinds are not ours to run. */
  standsAside?: () => boolean;
}

const STAND_ASIDE_MS = 10_000;

/** Watches Experiments, their Suggestions and Trials and what runs these, and runs them. */
export function createExperimentEngine(options: ExperimentEngineOptions): Runnable {
  const { client, log, metrics, collectorImage, workers, standsAside = () => false } = options;
  const cache = createExperimentCache(client, log);
  const suggestions = connectSuggestions(options.suggestionAddress);
  const unlessAside =
    (inner: Reconcile): Reconcile =>
    (key, context) =>
      standsAside() ? Promise.resolve({ requeueAfterMs: STAND_ASIDE_MS }) : inner(key, context);

  let enqueueTrial: (key: string) => void = () => undefined;
  const runs = new RunWatches(client, log, trial => enqueueTrial(keyOf(trial)));
  const live = new LiveTrials(client, log, key => enqueueTrial(key));
  const common = { log, metrics, workers };
  const search = createRunnable(
    {
      ...common,
      name: 'experiment',
      reconcile: unlessAside(createSearchReconcile({ client, cache, suggestions }))
    },
    [cache.experiments, cache.suggestions, cache.trials],
    enqueue => {
      cache.experiments.store.onChange(({ object }) => enqueue(keyOf(object.metadata)));
      cache.suggestions.store.onChange(({ object }) => enqueue(keyOf(object.metadata)));
      cache.trials.store.onChange(({ object }) => {
        const key = experimentKey(object);
        if (key !== null) {
          enqueue(key);
        }
      });
    }
  );
  const trials = createRunnable(
    {
      ...common,
      name: 'trial',
      reconcile: unlessAside(createTrialReconcile({ client, cache, runs, live, collectorImage }))
    },
    [],
    enqueue => {
      enqueueTrial = enqueue;
      cache.trials.store.onChange(({ object }) => enqueue(keyOf(object.metadata)));
    }
  );
  return {
    name: 'experiment',
    reflectors: search.reflectors,
    watch: () => search.watch(),
    async start() {
      await search.start();
      await trials.start();
    },
    async stop() {
      await Promise.all([search.stop(), trials.stop()]);
      await Promise.all([runs.stop(), live.stop()]);
      suggestions.close();
    }
  };
}

/** The key of the Experiment that controls an object; null where none does. */
function experimentKey({ metadata }: KubeObject): string | null {
  const owner = metadata?.ownerReferences?.find(reference => reference.controller);
  return owner?.kind === EXPERIMENT.kind
    ? keyOf({ namespace: metadata?.namespace, name: owner.name })
    : null;
}
