import type { TrainingJobSummary } from '@kubeflow-lab/schema';

import type { KubeEvent, PersistentVolumeClaim, Pod } from '../common/object.js';
import type { Summary } from '../common/summary.js';
import { listOf, plainText } from '../common/text.js';
import { eventTime, latestEvent, timeOrNull } from '../common/time.js';
import { creationTrouble } from '../common/creation-trouble.js';
import { formatDuration } from './duration.js';
import { judgeReplicas } from './replicas.js';
import type { JudgedReplica } from './replicas.js';
import { TFJOB_KIND } from './kinds.js';
import { NOTEBOOK_ANNOTATION } from './types.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

/** What lies around a job; whatever is left out counts as not there. */
export interface TrainingJobSurroundings {
  pods?: readonly Pod[];
  events?: readonly KubeEvent[];
  claims?: readonly PersistentVolumeClaim[];
  /** The last value of each metric that the job has printed. */
  metrics?: Record<string, number>;
}

/** Everything a person wants to know of a training job; works for any object, however it was made. */
export function summarizeTrainingJob(
  job: TrainingJob,
  around: TrainingJobSurroundings = {},
  kind: TrainingJobKind = TFJOB_KIND
): TrainingJobSummary {
  const events = listOf(around.events);
  const replicas = judgeReplicas(job, kind, {
    pods: listOf(around.pods),
    events,
    claims: listOf(around.claims)
  });
  return summarizeJob(job, {
    replicas,
    events,
    metrics: around.metrics ?? {},
    operator: 'the training operator'
  });
}

/** What was found out about a job, and who runs it. */
export interface JudgedJob {
  replicas: JudgedReplica[];
  events: readonly KubeEvent[];
  metrics: Record<string, number>;
  operator: string;
}

/** The summary of a job whose replicas are judged. */
export function summarizeJob(job: TrainingJob, judged: JudgedJob): TrainingJobSummary {
  const { annotations, creationTimestamp } = job.metadata ?? {};
  return {
    ...jobPhase(job, judged),
    replicas: judged.replicas.map(replica => replica.summary),
    metrics: judged.metrics,
    startedAt: timeOrNull(job.status?.startTime),
    finishedAt: finishedAt(job),
    createdAt: timeOrNull(creationTimestamp) ?? '',
    notebook: annotations?.[NOTEBOOK_ANNOTATION] ?? null
  };
}

/** Whether a job has come to its end, for better or worse. */
export function isFinished(job: TrainingJob): boolean {
  return condition(job, 'Succeeded') !== null || condition(job, 'Failed') !== null;
}

/** The condition of that type that is true, or null. */
function condition(job: TrainingJob, type: string) {
  return listOf(job.status?.conditions).find(c => c?.type === type && c.status === 'True') ?? null;
}

function finishedAt(job: TrainingJob): string | null {
  const end = condition(job, 'Failed') ?? condition(job, 'Succeeded');
  return end === null
    ? null
    : (timeOrNull(job.status?.completionTime) ?? timeOrNull(end.lastTransitionTime));
}

function jobPhase(job: TrainingJob, judged: JudgedJob): Summary {
  const deleted = timeOrNull(job.metadata?.deletionTimestamp);
  if (deleted !== null) {
    return { phase: 'Deleting', message: 'The job is being deleted.', reason: '', since: deleted };
  }
  // When a replica fails in the moment in which the chief succeeds, the operator reports both; it failed.
  if (condition(job, 'Failed') !== null) {
    return failed(job, judged.replicas);
  }
  if (condition(job, 'Succeeded') !== null) {
    return succeeded(job);
  }
  const suspended = condition(job, 'Suspended');
  if (suspended !== null || job.spec?.runPolicy?.suspend === true) {
    return {
      phase: 'Queued',
      message: 'The job is suspended and begins when it is resumed.',
      reason: '',
      since: timeOrNull(suspended?.lastTransitionTime)
    };
  }
  return underWay(job, judged);
}

function succeeded(job: TrainingJob): Summary {
  const end = finishedAt(job);
  const took = Date.parse(end ?? '') - Date.parse(timeOrNull(job.status?.startTime) ?? '');
  const message =
    took >= 0 ? `The job finished after ${formatDuration(took)}.` : 'The job finished.';
  return { phase: 'Succeeded', message, reason: '', since: end };
}

function failed(job: TrainingJob, replicas: JudgedReplica[]): Summary {
  const since = finishedAt(job);
  const culprit =
    replicas.find(r => r.summary.phase === 'Failed' && r.trouble !== null) ??
    replicas.find(r => r.trouble !== null);
  if (culprit?.trouble) {
    return { phase: 'Failed', ...culprit.trouble, since };
  }
  const said = plainText(condition(job, 'Failed')?.message);
  return {
    phase: 'Failed',
    message: said === '' ? 'The job failed; its logs say why.' : `The job failed: ${said}.`,
    reason: 'Crash',
    since
  };
}

/** Not ended: it is Running only when every replica runs or has run, whatever the operator's conditions say. */
function underWay(job: TrainingJob, judged: JudgedJob): Summary {
  const { replicas } = judged;
  const created = timeOrNull(job.metadata?.creationTimestamp);
  const troubled = replicas.find(replica => replica.trouble !== null);
  if (troubled?.trouble) {
    return { phase: 'Pending', ...troubled.trouble };
  }
  const phases = replicas.map(replica => replica.summary.phase);
  if (phases.every(phase => phase === 'Queued')) {
    return notTaken(job, judged, created);
  }
  if (condition(job, 'Restarting') !== null) {
    return {
      phase: 'Starting',
      message: 'The job is being started again after a replica failed.',
      reason: '',
      since: timeOrNull(condition(job, 'Restarting')?.lastTransitionTime)
    };
  }
  const started = phases.filter(phase => phase === 'Running' || phase === 'Succeeded').length;
  const since = timeOrNull(condition(job, 'Running')?.lastTransitionTime) ?? created;
  if (started === phases.length) {
    const message = phases.length === 1 ? 'The job is running.' : 'All replicas are running.';
    return { phase: 'Running', message, reason: '', since };
  }
  const waiting = phases.some(phase => phase === 'Pending' || phase === 'Queued');
  return {
    phase: waiting ? 'Pending' : 'Starting',
    message: `${started} of ${phases.length} replicas are running; the job waits for the rest.`,
    reason: '',
    since: created
  };
}

/** Reasons of the events by which the operator says that it cannot go on; its other warnings are harmless. */
const REFUSALS = /^FailedCreate|FailedValidation$/;

/** No pod of the job exists. */
function notTaken(
  job: TrainingJob,
  { events, operator }: JudgedJob,
  created: string | null
): Summary {
  const refused = latestEvent(
    events,
    event =>
      REFUSALS.test(event.reason ?? '') &&
      event.involvedObject?.uid !== undefined &&
      event.involvedObject.uid === job.metadata?.uid
  );
  if (refused !== null) {
    const trouble = creationTrouble(refused, 'The job');
    return { phase: 'Pending', ...trouble, since: eventTime(refused) };
  }
  const taken = listOf(job.status?.conditions).length > 0;
  return {
    phase: 'Queued',
    message: taken ? 'The job waits for its pods.' : `The job waits for ${operator}.`,
    reason: '',
    since: created
  };
}
