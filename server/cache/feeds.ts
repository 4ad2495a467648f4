/** Which changes in the cluster concern which items. */
import { keyOf } from '@kubeflow-lab/kube';
import type { StoreReader } from '@kubeflow-lab/kube';
import {
  JOB_NAME_LABEL,
  NOTEBOOK_NAME_LABEL,
  isFinished,
  notebookPodName,
  summarizeNotebook,
  summarizeTrainingJob
} from '@kubeflow-lab/resources';
import type {
  KubeEvent,
  KubeObject,
  Notebook,
  PodSpec,
  TrainingJob,
  TrainingJobKind
} from '@kubeflow-lab/resources';
import type { NotebookSummary, Summary, TrainingJobSummary } from '@kubeflow-lab/schema';

import { podsOfJob, podTemplatesOf } from '../tfjobs/pods.js';
import { trainingJobKinds } from '../tfjobs/kinds.js';
import type { MetricsKeeper } from '../tfjobs/metrics.js';
import { storeKey } from './cluster-cache.js';
import type { ClusterCache } from './cluster-cache.js';
import { ItemFeed } from './item-feed.js';
import type { Related } from './item-feed.js';

/** A feed of any kind, for those who pass items on without looking into them. */
export type AnyFeed = Pick<ItemFeed<KubeObject, Summary>, 'list' | 'get' | 'onEvent'>;

export class ItemFeeds {
  readonly notebooks: ItemFeed<Notebook, NotebookSummary>;
  readonly trainingJobs: ReadonlyMap<string, ItemFeed<TrainingJob, TrainingJobSummary>>;

  constructor(cache: ClusterCache, metrics: MetricsKeeper) {
    this.notebooks = notebookFeed(cache);
    this.trainingJobs = new Map(
      trainingJobKinds.map(kind => [kind.plural, trainingJobFeed(cache, kind, metrics)])
    );
  }

  /** The feed of the kind with that plural; undefined where there is none. */
  of(plural: string): AnyFeed | undefined {
    const feed = plural === 'notebooks' ? this.notebooks : this.trainingJobs.get(plural);
    return feed as AnyFeed | undefined;
  }

  stop(): void {
    this.notebooks.stop();
    this.trainingJobs.forEach(feed => feed.stop());
  }
}

/** Related objects of a store; `keys` answers the store keys of the items that one of them concerns. */
function related<O extends KubeObject>(
  store: StoreReader<O>,
  keys: (object: O) => readonly string[]
): Related {
  return {
    onChange: concern => {
      store.onChange(change => concern(keys(change.object)));
    }
  };
}

const byLabelKey = (label: string) => (object: KubeObject) => {
  const name = object.metadata?.labels?.[label];
  return name === undefined ? [] : [keyOf({ namespace: object.metadata?.namespace, name })];
};

function notebookFeed(cache: ClusterCache): ItemFeed<Notebook, NotebookSummary> {
  const primary = cache.notebooks.store;
  const mounting = (namespace: string | undefined, claim: string | undefined) =>
    primary
      .list(namespace ?? '')
      .filter(notebook => mounts(notebook.spec?.template?.spec, claim))
      .map(storeKey);
  return new ItemFeed<Notebook, NotebookSummary>({
    primary,
    related: [
      related(cache.pods.store, byLabelKey(NOTEBOOK_NAME_LABEL)),
      related(cache.statefulSets.store, set => [storeKey(set)]),
      related(cache.claims.store, claim =>
        mounting(claim.metadata?.namespace, claim.metadata?.name)
      ),
      related(cache.events.store, event => {
        const { kind, name = '' } = event.involvedObject ?? {};
        const namespace = event.metadata?.namespace;
        return kind === 'PersistentVolumeClaim'
          ? mounting(namespace, name)
          : [keyOf({ namespace, name: kind === 'Pod' ? name.replace(/-0$/, '') : name })];
      })
    ],
    summarize(notebook) {
      const { namespace = '', name = '' } = notebook.metadata ?? {};
      const key = { namespace, name };
      return summarizeNotebook(notebook, {
        pod: cache.pods.store.get({ namespace, name: notebookPodName(name) }) ?? null,
        statefulSet: cache.statefulSets.store.get(key) ?? null,
        events: notebookEvents(cache, notebook),
        claims: cache.claims.store.list(namespace)
      });
    }
  });
}

/** The events about a notebook and everything that belongs to it. */
export function notebookEvents(cache: ClusterCache, notebook: Notebook): KubeEvent[] {
  const { namespace = '', name = '' } = notebook.metadata ?? {};
  return cache.eventsAbout(namespace, [
    ['Notebook', name],
    ['StatefulSet', name],
    ['Pod', notebookPodName(name)],
    ...claimSubjects([notebook.spec?.template?.spec])
  ]);
}

function trainingJobFeed(
  cache: ClusterCache,
  kind: TrainingJobKind,
  metrics: MetricsKeeper
): ItemFeed<TrainingJob, TrainingJobSummary> {
  const primary = cache.trainingJobs.get(kind.plural)!.store;
  const mounting = (namespace: string | undefined, claim: string | undefined) =>
    primary
      .list(namespace ?? '')
      .filter(
        job => !isFinished(job) && podTemplatesOf(job, kind).some(spec => mounts(spec, claim))
      )
      .map(storeKey);
  const feed = new ItemFeed<TrainingJob, TrainingJobSummary>({
    primary,
    related: [
      related(cache.pods.store, byLabelKey(JOB_NAME_LABEL)),
      related(cache.claims.store, claim =>
        mounting(claim.metadata?.namespace, claim.metadata?.name)
      ),
      related(cache.events.store, event => {
        const { kind: subject, name = '' } = event.involvedObject ?? {};
        const namespace = event.metadata?.namespace ?? '';
        if (subject === kind.kind) {
          return [keyOf({ namespace, name })];
        }
        if (subject === 'PersistentVolumeClaim') {
          return mounting(namespace, name);
        }
        const pod = subject === 'Pod' ? cache.pods.store.get({ namespace, name }) : undefined;
        return pod === undefined ? [] : byLabelKey(JOB_NAME_LABEL)(pod);
      }),
      { onChange: concern => metrics.onChange(key => concern([key])) }
    ],
    summarize: job =>
      summarizeTrainingJob(
        job,
        {
          pods: podsOfJob(cache, job),
          events: trainingJobEvents(cache, kind, job),
          claims: cache.claims.store.list(job.metadata?.namespace ?? ''),
          metrics: metrics.of(job)
        },
        kind
      ),
    settle: job => metrics.settle(job, kind)
  });
  return feed;
}

/** The events about a job and everything that belongs to it. */
export function trainingJobEvents(
  cache: ClusterCache,
  kind: TrainingJobKind,
  job: TrainingJob
): KubeEvent[] {
  const { namespace = '', name = '' } = job.metadata ?? {};
  return cache.eventsAbout(namespace, [
    [kind.kind, name],
    ...podsOfJob(cache, job).map(pod => ['Pod', pod.metadata?.name ?? ''] as const),
    ...claimSubjects(podTemplatesOf(job, kind))
  ]);
}

function claimNames(specs: readonly (PodSpec | undefined)[]): string[] {
  const names = specs
    .flatMap(spec => (Array.isArray(spec?.volumes) ? spec.volumes : []))
    .map(volume => volume?.persistentVolumeClaim?.claimName)
    .filter(name => typeof name === 'string');
  return [...new Set(names)];
}

const claimSubjects = (specs: readonly (PodSpec | undefined)[]) =>
  claimNames(specs).map(name => ['PersistentVolumeClaim', name] as const);

const mounts = (spec: PodSpec | undefined, claim: string | undefined) =>
  claim !== undefined && claimNames([spec]).includes(claim);
