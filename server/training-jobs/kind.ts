/** The kinds of training jobs: one row of `TrainingJobKind` in resources/training-job is all that differs between them. */
import {
  JOB_NAME_LABEL,
  MetricCollector,
  describeTopology,
  isFinished,
  summarizeTrainingJob
} from '@kubeflow-lab/resources';
import type { TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';
import type { TrainingJobForm, TrainingJobSummary } from '@kubeflow-lab/schema';

import type { ClusterCache } from '../cache/cluster-cache.js';
import { claimSubjects, podOwnerConcerns } from '../kinds/concerns.js';
import type { KindDefinition, KindView, OpenedKind, Subject } from '../kinds/definition.js';
import { podLog } from '../kinds/pod-log.js';
import { logPart } from '../logs/source.js';
import type { LogPart, LogSource } from '../logs/source.js';
import { trainingJobActions } from './actions.js';
import { createTrainingJob, planTrainingJob } from './create.js';
import { MetricsKeeper } from './metrics.js';
import type { MetricsSource } from './metrics.js';
import { leaderOf, podTemplatesOf, podsOfJob, trainingContainer } from './pods.js';
import { trainingJobResource } from './resource.js';

export function trainingJobKind(
  kind: TrainingJobKind
): KindDefinition<TrainingJob, TrainingJobSummary> {
  return {
    resource: trainingJobResource(kind),
    noun: { one: 'training job', many: 'training jobs' },
    schema: 'TrainingJob',
    operator: 'the training operator',
    podLabels: [JOB_NAME_LABEL],
    form: {
      schema: 'TrainingJobForm',
      async plan(form: TrainingJobForm, call) {
        const { job, configMap } = await planTrainingJob(form, call, kind);
        return [job, configMap];
      },
      create: (form: TrainingJobForm, call) => createTrainingJob(form, call, kind)
    },
    actions: trainingJobActions(kind),
    describe: job => describeTopology(job, kind),
    open: view => openTrainingJobs(view, kind)
  };
}

function openTrainingJobs(
  view: KindView<TrainingJob>,
  kind: TrainingJobKind
): OpenedKind<TrainingJob, TrainingJobSummary> {
  const { cache, client, logger, store } = view;
  const source: MetricsSource<TrainingJob> = {
    leader(job) {
      const pod = leaderOf(podsOfJob(cache, job), kind);
      return pod && { pod, container: trainingContainer(pod, kind) };
    },
    finished: isFinished
  };
  const metrics = new MetricsKeeper(client, source, logger);
  store.onChange(change => {
    if (change.type === 'deleted') {
      metrics.forget(change.object.metadata?.uid ?? '');
    }
  });
  const subjects = (job: TrainingJob): Subject[] => [
    [kind.kind, job.metadata?.name ?? ''],
    ...podsOfJob(cache, job).map(pod => ['Pod', pod.metadata?.name ?? ''] as const),
    ...claimSubjects(podTemplatesOf(job, kind))
  ];
  return {
    related: [
      ...podOwnerConcerns(view, {
        kind: kind.kind,
        podLabel: JOB_NAME_LABEL,
        templates: job => (isFinished(job) ? [] : podTemplatesOf(job, kind))
      }),
      { onChange: concern => metrics.onChange(key => concern([key])) }
    ],
    subjects,
    summarize(job) {
      const { namespace = '' } = job.metadata ?? {};
      const around = {
        pods: podsOfJob(cache, job),
        events: cache.eventsAbout(namespace, subjects(job)),
        claims: cache.claims.store.list(namespace),
        metrics: metrics.of(job)
      };
      return summarizeTrainingJob(job, around, kind);
    },
    settle: job => metrics.settle(job),
    log: job => trainingJobLog(view, kind, metrics, job)
  };
}

function trainingJobLog(
  view: KindView<TrainingJob>,
  kind: TrainingJobKind,
  metrics: MetricsKeeper<TrainingJob>,
  job: TrainingJob
): LogSource {
  const collector = new MetricCollector();
  return podLog(view, job, {
    parts: now => orderedParts(view.cache, kind, now),
    finished: isFinished,
    onLine(part, text) {
      const leader = leaderOf(podsOfJob(view.cache, job), kind);
      if (leader?.metadata?.uid === part.uid && collector.add(text)) {
        metrics.note(job, collector.metrics);
      }
    }
  });
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
