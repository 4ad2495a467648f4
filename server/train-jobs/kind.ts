/** TrainJobs of Kubeflow Trainer (v2): made, listed and followed as the training operator's jobs. */
import { keyOf } from '@kubeflow-lab/kube';
import {
  JOBSET_NAME_LABEL,
  MetricCollector,
  NODE_PART,
  describeTopology,
  isTrainJobFinished,
  podsOfTrainJob,
  summarizeTrainJob,
  suspendTrainJobPatch,
  trainJobPart,
  trainReplicaIndex,
  whyNotTrainJob
} from '@kubeflow-lab/resources';
import type { Pod, TrainJob, TrainJobAction, TrainingJob } from '@kubeflow-lab/resources';
import type { RerunForm, TrainingJobForm, TrainingJobSummary } from '@kubeflow-lab/schema';

import { ProblemError } from '../http/problem.js';
import { podOwnerConcerns } from '../kinds/concerns.js';
import type {
  KindDefinition,
  KindView,
  ObjectCall,
  OpenedKind,
  Subject
} from '../kinds/definition.js';
import { podLog } from '../kinds/pod-log.js';
import { logPart } from '../logs/source.js';
import type { LogSource } from '../logs/source.js';
import { MetricsKeeper } from '../training-jobs/metrics.js';
import { rerun } from '../training-jobs/rerun.js';
import { watchActions } from '../training-jobs/watch.js';
import { createTrainJob, planTrainJob, rowOf } from './create.js';

export const trainJobKind: KindDefinition<TrainJob, TrainingJobSummary> = {
  resource: {
    group: 'trainer.kubeflow.org',
    version: 'v1alpha1',
    kind: 'TrainJob',
    plural: 'trainjobs',
    namespaced: true
  },
  noun: { one: 'training job', many: 'training jobs' },
  schema: 'TrainingJob',
  operator: 'Kubeflow Trainer',
  podLabels: [JOBSET_NAME_LABEL],
  form: {
    schema: 'TrainingJobForm',
    async plan(form: TrainingJobForm, call) {
      const { job, configMap } = await planTrainJob(form, call);
      return [job as TrainJob, configMap];
    },
    create: (form: TrainingJobForm, call) => createTrainJob(form, call) as Promise<TrainJob>
  },
  async describe(job, call) {
    const { kind } = await rowOf(job, call);
    return describeTopology(job, kind);
  },
  actions: {
    rerun: {
      summary:
        'Run a job again, as it is or changed; one of the same name takes its place once it is gone.',
      body: 'RerunForm',
      async run(call, body: RerunForm) {
        const { kind } = await rowOf(body.manifest ?? (await call.read()), call);
        return (await rerun(call as ObjectCall<TrainingJob>, body, kind)) as TrainJob;
      }
    },
    suspend: {
      summary: 'Take the pods of a job away; the job stays, and its volumes.',
      run: call => change(call, 'suspend')
    },
    resume: {
      summary: 'Start a suspended job: its replicas begin anew.',
      run: call => change(call, 'resume')
    },
    ...watchActions<TrainJob>({
      label: JOBSET_NAME_LABEL,
      own: podsOfTrainJob,
      container: trainingContainer
    })
  },
  open: openTrainJobs
};

async function change(
  { caller, key, resource, read }: ObjectCall<TrainJob>,
  action: TrainJobAction
): Promise<TrainJob> {
  const why = whyNotTrainJob(action, await read());
  if (why !== null) {
    throw new ProblemError(409, why);
  }
  return caller.kube.mergePatch(resource, key, suspendTrainJobPatch(action === 'suspend'));
}

function openTrainJobs(view: KindView<TrainJob>): OpenedKind<TrainJob, TrainingJobSummary> {
  const { cache, client, logger, store } = view;
  const podsOf = (job: TrainJob): Pod[] => {
    const { namespace, name = '' } = job.metadata ?? {};
    return podsOfTrainJob(
      job,
      cache.pods.store.find(JOBSET_NAME_LABEL, keyOf({ namespace, name }))
    );
  };
  const leader = (job: TrainJob) => {
    const pod = podsOf(job).find(
      one => trainJobPart(one) === NODE_PART && trainReplicaIndex(one) === 0
    );
    return pod && { pod, container: trainingContainer(pod) };
  };
  const metrics = new MetricsKeeper(client, { leader, finished: isTrainJobFinished }, logger);
  store.onChange(change => {
    if (change.type === 'deleted') {
      metrics.forget(change.object.metadata?.uid ?? '');
    }
  });
  const subjects = (job: TrainJob): Subject[] => {
    const { name = '' } = job.metadata ?? {};
    const pods = podsOf(job).map(pod => ['Pod', pod.metadata?.name ?? ''] as const);
    return [['TrainJob', name], ['JobSet', name], ...pods];
  };
  return {
    related: [
      // What its pods mount is known to its runtime only.
      ...podOwnerConcerns(view, {
        kind: 'TrainJob',
        podLabel: JOBSET_NAME_LABEL,
        templates: () => []
      }),
      { onChange: concern => metrics.onChange(key => concern([key])) }
    ],
    subjects,
    summarize(job) {
      const { namespace = '' } = job.metadata ?? {};
      return summarizeTrainJob(job, {
        pods: podsOf(job),
        events: cache.eventsAbout(namespace, subjects(job)),
        claims: cache.claims.store.list(namespace),
        metrics: metrics.of(job)
      });
    },
    settle: job => metrics.settle(job),
    log: job => trainJobLog(view, { metrics, podsOf, leader }, job)
  };
}

interface Found {
  metrics: MetricsKeeper<TrainJob>;
  podsOf(job: TrainJob): Pod[];
  leader(job: TrainJob): { pod: Pod } | undefined;
}

function trainJobLog(
  view: KindView<TrainJob>,
  { metrics, podsOf, leader }: Found,
  job: TrainJob
): LogSource {
  const collector = new MetricCollector();
  return podLog(view, job, {
    parts: now => [...podsOf(now)].sort(byPlace).map(pod => logPart(pod, trainingContainer(pod))),
    finished: isTrainJobFinished,
    onLine(part, text) {
      if (leader(job)?.pod.metadata?.uid === part.uid && collector.add(text)) {
        metrics.note(job, collector.metrics);
      }
    }
  });
}

/** The container that is named as its part, as the runtimes name them, or else the first. */
function trainingContainer(pod: Pod): string | undefined {
  const containers = pod.spec?.containers ?? [];
  return (containers.find(one => one?.name === trainJobPart(pod)) ?? containers[0])?.name;
}

const byPlace = (a: Pod, b: Pod) =>
  trainJobPart(a).localeCompare(trainJobPart(b)) || trainReplicaIndex(a) - trainReplicaIndex(b);
