import type { TrainingJobSummary } from '@kubeflow-lab/schema';

import type { KubeEvent, PersistentVolumeClaim, Pod } from '../common/object.js';
import { listOf, plainText } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import { formatDuration } from '../training-job/duration.js';
import { isFinished, summarizeJob } from '../training-job/phase.js';
import type { TrainingJob } from '../training-job/types.js';
import { judgeTrainReplicas } from './replicas.js';
import type { TrainJob } from './types.js';

/** What lies around a TrainJob; whatever is left out counts as not there. */
export interface TrainJobSurroundings {
  /** Those that carry its name; the ones of an earlier job of that name are told apart here. */
  pods?: readonly Pod[];
  events?: readonly KubeEvent[];
  claims?: readonly PersistentVolumeClaim[];
  /** The last value of each metric that the job has printed. */
  metrics?: Record<string, number>;
}

/** Everything a person wants to know of a TrainJob, in the same words as of the training operator's jobs. */
export function summarizeTrainJob(
  job: TrainJob,
  around: TrainJobSurroundings = {}
): TrainingJobSummary {
  const pods = podsOfTrainJob(job, listOf(around.pods));
  const surroundings = { pods, events: listOf(around.events), claims: listOf(around.claims) };
  const summary = summarizeJob(asTrainingJob(job, pods), {
    replicas: judgeTrainReplicas(job, surroundings),
    events: surroundings.events,
    metrics: { ...around.metrics, ...reportedMetrics(job) },
    operator: 'Kubeflow Trainer'
  });
  const progress = summary.phase === 'Running' ? reportedProgress(job) : '';
  return { ...summary, message: [summary.message, progress].filter(text => text !== '').join(' ') };
}

/** The pods that are not older than the job, and so not those of an earlier one of its name. */
export function podsOfTrainJob({ metadata }: TrainJob, pods: readonly Pod[]): Pod[] {
  const born = timeOrNull(metadata?.creationTimestamp) ?? '';
  return pods.filter(pod => (timeOrNull(pod.metadata?.creationTimestamp) ?? born) >= born);
}

/** Whether it has come to its end, for better or worse. */
export const isTrainJobFinished = (job: TrainJob): boolean => isFinished(asTrainingJob(job, []));

/** The same in the terms of the training operator, which says more: when it began is seen on its pods. */
export function asTrainingJob(
  { metadata, spec, status }: TrainJob,
  pods: readonly Pod[]
): TrainingJob {
  const conditions = listOf(status?.conditions).map(one =>
    one?.type === 'Complete' ? { ...one, type: 'Succeeded' } : one
  );
  const [startTime] = pods
    .map(pod => timeOrNull(pod.status?.startTime))
    .filter(time => time !== null)
    .sort();
  return {
    metadata,
    spec: { runPolicy: { suspend: spec?.suspend === true } },
    status: { conditions, startTime }
  };
}

function reportedMetrics({ status }: TrainJob): Record<string, number> {
  const told = listOf(status?.trainerStatus?.metrics).map((one): [string, number] => [
    plainText(one?.name, 100),
    Number(one?.value === '' ? NaN : (one?.value ?? NaN))
  ]);
  return Object.fromEntries(told.filter(([name, value]) => name !== '' && Number.isFinite(value)));
}

function reportedProgress({ status }: TrainJob): string {
  const { progressPercentage: share, estimatedRemainingSeconds: left } =
    status?.trainerStatus ?? {};
  if (!Number.isFinite(share)) {
    return '';
  }
  return Number.isFinite(left)
    ? `It reports that ${share} % is done and about ${formatDuration(left! * 1000)} are left.`
    : `It reports that ${share} % is done.`;
}
