/** The logs that there are: of a notebook (its one pod) and of training jobs (all replicas). */
import type { ObjectKey, StoreReader } from '@kubeflow-lab/kube';
import {
  MetricCollector,
  isFinished,
  mainContainer,
  notebookPodName,
  summarizeTrainingJob
} from '@kubeflow-lab/resources';
import type { KubeObject, TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';

import type { ClusterCache } from '../cache/cluster-cache.js';
import { trainingJobKinds } from '../tfjobs/kinds.js';
import type { MetricsKeeper } from '../tfjobs/metrics.js';
import { leaderOf, podsOfJob, trainingContainer } from '../tfjobs/pods.js';
import { logPart } from './source.js';
import type { LogPart, LogSource } from './source.js';

/** The log of an object as the cache knows it; null where there is no such object. */
export function logSource(
  cache: ClusterCache,
  metrics: MetricsKeeper,
  plural: string,
  key: Required<ObjectKey>
): LogSource | null {
  if (plural === 'notebooks') {
    return cache.notebooks.store.get(key) === undefined ? null : notebookSource(cache, key);
  }
  const kind = trainingJobKinds.find(row => row.plural === plural);
  const store = cache.trainingJobs.get(plural)?.store;
  const job = store?.get(key);
  return kind === undefined || store === undefined || job === undefined
    ? null
    : trainingJobSource(cache, metrics, kind, store, job);
}

function notebookSource(cache: ClusterCache, key: Required<ObjectKey>): LogSource {
  const { namespace, name } = key;
  return {
    parts() {
      const pod = cache.pods.store.get({ namespace, name: notebookPodName(name) });
      const notebook = cache.notebooks.store.get(key);
      return pod === undefined
        ? []
        : [logPart(pod, notebook === undefined ? undefined : mainContainer(notebook)?.name)];
    },
    complete: () => cache.notebooks.store.get(key) === undefined,
    onChange: listener => onAny([cache.pods.store, cache.notebooks.store], namespace, listener)
  };
}

function trainingJobSource(
  cache: ClusterCache,
  metrics: MetricsKeeper,
  kind: TrainingJobKind,
  store: StoreReader<TrainingJob>,
  job: TrainingJob
): LogSource {
  const { namespace = '', name = '', uid } = job.metadata ?? {};
  const collector = new MetricCollector();
  /** The job while it is the same one. */
  const current = () => {
    const now = store.get({ namespace, name });
    return now?.metadata?.uid === uid ? now : undefined;
  };
  return {
    parts: () => orderedParts(cache, kind, job),
    complete() {
      const now = current();
      return (
        now === undefined || (isFinished(now) && orderedParts(cache, kind, job).every(p => p.ended))
      );
    },
    onChange: listener => onAny([cache.pods.store, store], namespace, listener),
    onLine(part, text) {
      const leader = leaderOf(podsOfJob(cache, job), kind);
      if (leader?.metadata?.uid === part.uid && collector.add(text)) {
        metrics.note(job, collector.metrics);
      }
    }
  };
}

/** In the order in which the summary lists the replicas. */
function orderedParts(cache: ClusterCache, kind: TrainingJobKind, job: TrainingJob): LogPart[] {
  const pods = podsOfJob(cache, job);
  const { replicas } = summarizeTrainingJob(job, { pods }, kind);
  const order = new Map(replicas.map((replica, index) => [replica.name, index]));
  const rank = (part: LogPart) => order.get(part.pod) ?? order.size;
  return pods
    .map(pod => logPart(pod, trainingContainer(pod, kind)))
    .sort((a, b) => rank(a) - rank(b));
}

function onAny(
  stores: readonly StoreReader<KubeObject>[],
  namespace: string,
  listener: () => void
): () => void {
  const ends = stores.map(store =>
    store.onChange(({ object }) => {
      if (object.metadata?.namespace === namespace) {
        listener();
      }
    })
  );
  return () => ends.forEach(end => end());
}
