import type { ContainerStatus, KubeEvent, PersistentVolumeClaim, Pod } from '../common/object.js';
import type { Phase, ProblemReason, Summary } from '../common/summary.js';
import { listOf, lowerFirst, plainText } from '../common/text.js';
import { eventTime, latestEvent, timeOrNull } from '../common/time.js';
import { podTrouble } from '../common/trouble.js';
import { FETCHING_CONTAINER } from './types.js';

export interface PodSurroundings {
  events?: readonly KubeEvent[];
  claims?: readonly PersistentVolumeClaim[];
}

/** A version as the subject of a sentence. */
export function subject(version: string | null, unknown = 'The model'): string {
  return version === null ? unknown : `Version ${version}`;
}

export function isReady(pod: Pod): boolean {
  return !pod.metadata?.deletionTimestamp && readyCondition(pod)?.status === 'True';
}

export function readySince(pod: Pod): string | null {
  const ready = readyCondition(pod);
  return ready?.status === 'True' ? timeOrNull(ready.lastTransitionTime) : null;
}

function readyCondition(pod: Pod) {
  return listOf(pod.status?.conditions).find(condition => condition?.type === 'Ready');
}

/** What somebody must change; everything else is waited for. */
const FINAL: ReadonlySet<ProblemReason> = new Set([
  'Crash',
  'OutOfMemory',
  'Rejected',
  'Configuration',
  'ImagePull',
  'Evicted'
]);

/** Why the pods of a version do not answer, with `what` as the subject; null where nothing is wrong. */
export function loadingTrouble(
  pods: readonly Pod[],
  what: string,
  around: PodSurroundings
): Summary | null {
  for (const pod of pods.map(between)) {
    const trouble = podTrouble(pod, { ...around, what });
    if (trouble !== null) {
      const message = trouble.reason === 'Crash' ? crash(pod, what) : trouble.message;
      const phase: Phase = FINAL.has(trouble.reason) ? 'Failed' : 'Pending';
      return { phase, message, reason: trouble.reason, since: trouble.since };
    }
    const message = silence(pod, what, around);
    if (message !== null) {
      return { phase: 'Starting', message, reason: 'Probe', since: null };
    }
  }
  return null;
}

/** How long a server may be silent, from its start, before that is worth a sentence. */
const SILENT_MS = 20_000;

/**
 * A pod whose server runs and does not answer its probes. Nobody knows whether it still loads its model or listens
 * elsewhere, so the sentence says what is seen.
 */
function silence(pod: Pod, what: string, { events }: PodSurroundings): string | null {
  const running = listOf(pod.status?.containerStatuses).find(status => status?.state?.running);
  const began = Date.parse(running?.state?.running?.startedAt ?? '');
  if (Number.isNaN(began) || pod.metadata?.deletionTimestamp || isReady(pod)) {
    return null;
  }
  if (Date.parse(readyCondition(pod)?.lastTransitionTime ?? '') > began) {
    return `${what} was serving and does not answer any more; its log may say why.`;
  }
  const probed = latestEvent(
    listOf(events),
    ({ reason, involvedObject }) =>
      reason === 'Unhealthy' && involvedObject?.name === pod.metadata?.name
  );
  if (probed === null || Date.parse(eventTime(probed) ?? '') < began + SILENT_MS) {
    return null;
  }
  const message = plainText(probed.message);
  const port = /:(\d+): connect: connection refused/.exec(message)?.[1];
  return port === undefined
    ? `${what} runs and does not answer as it should yet: ${lowerFirst(message)}.`
    : `${what} runs, but nothing answers at port ${port} yet: it takes its time, or listens at another port.`;
}

/**
 * A pod whose containers are tried again and again, as it is between two tries: a container that failed and is under way
 * once more has not got over it before the pod is ready.
 */
function between(pod: Pod): Pod {
  const waiting = (status: ContainerStatus): ContainerStatus =>
    status?.state?.running && failedBefore(status)
      ? { ...status, state: { waiting: { reason: 'CrashLoopBackOff' } } }
      : status;
  const { initContainerStatuses, containerStatuses } = pod.status ?? {};
  return {
    ...pod,
    status: {
      ...pod.status,
      initContainerStatuses: listOf(initContainerStatuses).map(waiting),
      containerStatuses: listOf(containerStatuses).map(waiting)
    }
  };
}

function failedBefore({ lastState }: ContainerStatus): boolean {
  return (lastState?.terminated?.exitCode ?? 0) !== 0;
}

type Ended = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

/** A container that ended: where the model was fetched, while it was loaded, or after it had served. */
function crash(pod: Pod, what: string): string {
  for (const status of listOf(pod.status?.initContainerStatuses)) {
    const ended = failure(status);
    if (ended !== null) {
      const did = status.name === FETCHING_CONTAINER ? 'could not be fetched' : 'was not prepared';
      return `${what} ${did}${because(ended)}`;
    }
  }
  for (const status of listOf(pod.status?.containerStatuses)) {
    const ended = failure(status);
    if (ended !== null) {
      return hadServed(pod, ended)
        ? `${what} was serving and ended with exit code ${Number(ended.exitCode)}${because(ended)}`
        : `${what} failed to load${because(ended)}`;
    }
  }
  return `${what} failed to load; its log says why.`;
}

function failure(status: ContainerStatus): Ended | null {
  const ended =
    status?.state?.terminated ?? (status?.state?.waiting && status.lastState?.terminated);
  return ended && (ended.exitCode ?? 0) !== 0 ? ended : null;
}

/** A pod is ready at the earliest when its container has begun; before that, its condition is as old as the pod. */
function hadServed(pod: Pod, ended: Ended): boolean {
  const changed = Date.parse(readyCondition(pod)?.lastTransitionTime ?? '');
  return changed > Date.parse(ended.startedAt ?? '');
}

/** With `FallbackToLogsOnError` the message is the end of the log, whose last line says most. */
export function because({ message }: { message?: string }): string {
  const lines = String(message ?? '').split('\n');
  const last = plainText(lines.filter(line => line.trim() !== '').at(-1) ?? '');
  return last === '' ? '; its log says why.' : `: ${last}.`;
}
