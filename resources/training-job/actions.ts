/** What can be done with a job that is there, as changes of its spec. */
import { isFinished } from './phase.js';
import { replicaSpecs } from './replicas.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

export type JobAction = 'suspend' | 'resume' | 'scale';

/** Between which numbers of workers a job can be scaled while it runs; null for one that is not elastic. */
export function elasticRange(
  job: TrainingJob,
  kind: TrainingJobKind
): { least: number; most: number; workers: number } | null {
  const { minReplicas, maxReplicas } = (job.spec?.elasticPolicy ?? {}) as Record<string, unknown>;
  const { Worker } = replicaSpecs(job, kind);
  if (job.spec?.elasticPolicy === undefined || Worker === undefined) {
    return null;
  }
  const workers = Number(Worker.replicas ?? 1) || 0;
  const whole = (value: unknown, otherwise: number) =>
    Number.isInteger(value) && (value as number) > 0 ? (value as number) : otherwise;
  const least = whole(minReplicas, 1);
  return { least, most: Math.max(least, whole(maxReplicas, workers)), workers };
}

/** One sentence: why an action cannot be done with a job now; null where it can. */
export function whyNotJob(
  action: JobAction,
  job: TrainingJob,
  kind: TrainingJobKind
): string | null {
  if (action !== 'scale') {
    return whyNotSuspension(action, job);
  }
  return (
    whyOver(job) ??
    (elasticRange(job, kind) === null
      ? 'Only a job with workers and an elasticPolicy can be scaled while it runs.'
      : null)
  );
}

/** One sentence: why a job cannot be suspended or resumed now; null where it can. */
export function whyNotSuspension(action: 'suspend' | 'resume', job: TrainingJob): string | null {
  const suspended = job.spec?.runPolicy?.suspend === true;
  const already = suspended ? 'It is suspended already.' : null;
  return (
    whyOver(job) ?? (action === 'suspend' ? already : suspended ? null : 'It is not suspended.')
  );
}

function whyOver(job: TrainingJob): string | null {
  if (job.metadata?.deletionTimestamp) {
    return 'It is being deleted.';
  }
  return isFinished(job) ? 'It has ended.' : null;
}

/** The merge patch that suspends or resumes a job: the operator takes its pods away, or makes them anew. */
export function suspendPatch(suspend: boolean): object {
  return { spec: { runPolicy: { suspend } } };
}

/** The merge patch that gives a job so many workers. */
export function scalePatch({ replicaSpecs: field }: TrainingJobKind, workers: number): object {
  return { spec: { [field]: { Worker: { replicas: workers } } } };
}
