import { creationTrouble } from '../common/creation-trouble.js';
import type {
  Container,
  KubeEvent,
  PersistentVolumeClaim,
  Pod,
  StatefulSet
} from '../common/object.js';
import type { Phase, ProblemReason, Summary, Trouble } from '../common/summary.js';
import { listOf, plainText } from '../common/text.js';
import { eventTime, latestEvent, timeOrNull } from '../common/time.js';
import { isAboutPod, podTrouble } from '../common/trouble.js';
import { formatDuration } from '../training-job/duration.js';
import { activityOf, idleStop } from './activity.js';
import { awaitedFinalizers, orHeld } from './held.js';
import { pendingUpdate } from './pending.js';
import { CREATOR_ANNOTATION, HOME_DIRECTORY, STOP_ANNOTATION } from './types.js';
import type { Notebook, NotebookSummary } from './types.js';

/** What lies around a Notebook. A field that is left out is not known; null means that there is none. */
export interface NotebookSurroundings {
  pod?: Pod | null;
  statefulSet?: StatefulSet | null;
  /** Events of the Notebook, its StatefulSet, its pod and its claims. */
  events?: readonly KubeEvent[];
  claims?: readonly PersistentVolumeClaim[];
  /** Milliseconds since 1970, for "for a while now"; default the clock's. */
  now?: number;
}

const WHAT = 'The server';
/** Kueue's label for the queue of a workload. */
const QUEUE_LABEL = 'kueue.x-k8s.io/queue-name';
/** How long a server may take to answer its first request before we say that something is wrong. */
const PROBE_PATIENCE_MS = 120_000;

/** Everything a person wants to know of a notebook server; works for any object, however it was made. */
export function summarizeNotebook(
  notebook: Notebook,
  around: NotebookSurroundings = {}
): NotebookSummary {
  const { name = '', namespace = '', creationTimestamp, annotations } = notebook.metadata ?? {};
  const container = mainContainer(notebook);
  const state = notebookPhase(notebook, around);
  const pending = pendingUpdate(notebook);
  return {
    ...state,
    image: plainText(container?.image, 512),
    cpu: quantity(container, 'cpu'),
    memory: quantity(container, 'memory'),
    volume: homeVolume(notebook),
    url:
      state.phase === 'Running'
        ? `/connect/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`
        : null,
    createdAt: timeOrNull(creationTimestamp) ?? '',
    creator: annotations?.[CREATOR_ANNOTATION] ?? null,
    ...activityOf(notebook),
    ...(pending === null ? {} : { pending })
  };
}

/** The state of a notebook server, honestly: Running only while its pod is ready. */
export function notebookPhase(notebook: Notebook, around: NotebookSurroundings = {}): Summary {
  const { deletionTimestamp } = notebook.metadata ?? {};
  if (deletionTimestamp) {
    const awaited = awaitedFinalizers(notebook);
    const waits = awaited === '' ? '' : `; it waits for finalizer ${awaited}`;
    const message = `The server is being deleted${waits}.`;
    return state('Deleting', message, timeOrNull(deletionTimestamp));
  }
  const { statefulSet, pod } = around;
  return orHeld(presentPhase(notebook, around), { StatefulSet: statefulSet, Pod: pod });
}

function presentPhase(notebook: Notebook, around: NotebookSurroundings): Summary {
  const stopped = notebook.metadata?.annotations?.[STOP_ANNOTATION];
  if (stopped !== undefined) {
    return stoppedPhase(notebook, around, timeOrNull(stopped));
  }
  if (around.pod) {
    return podPhase(around.pod, around);
  }
  if (around.pod === undefined && (notebook.status?.readyReplicas ?? 0) > 0) {
    return state('Running', 'The server is ready.', null);
  }
  return noPodPhase(notebook, around);
}

function state(phase: Phase, message: string, since: string | null): Summary {
  return { phase, message, reason: '', since };
}

function stoppedPhase(
  notebook: Notebook,
  around: NotebookSurroundings,
  since: string | null
): Summary {
  const podRemains =
    around.pod === undefined ? (notebook.status?.readyReplicas ?? 0) > 0 : around.pod !== null;
  if (podRemains) {
    return state('Stopping', 'The server is stopping.', since);
  }
  const idle = idleStop(notebook);
  return state(
    'Stopped',
    idle === null
      ? 'The server is stopped; its files are kept.'
      : `Stopped after ${formatDuration(idle)} without activity; its files are kept.`,
    since
  );
}

/** What ends a server for good, until somebody changes something; everything else is waited for. */
const FINAL: ReadonlySet<ProblemReason> = new Set([
  'Crash',
  'OutOfMemory',
  'Rejected',
  'Configuration',
  'Evicted'
]);

function troubled(trouble: Trouble): Summary {
  return { ...trouble, phase: FINAL.has(trouble.reason) ? 'Failed' : 'Pending' };
}

function noPodPhase(notebook: Notebook, { events, statefulSet }: NotebookSurroundings): Summary {
  const name = notebook.metadata?.name;
  const failed = latestEvent(
    listOf(events),
    event =>
      event.reason === 'FailedCreate' &&
      event.involvedObject?.kind === 'StatefulSet' &&
      event.involvedObject.name === name &&
      isOf(event, statefulSet)
  );
  if (failed !== null) {
    return troubled(creationTrouble(failed, WHAT));
  }
  return state(
    'Pending',
    'The server is being prepared.',
    timeOrNull(notebook.metadata?.creationTimestamp)
  );
}

/** Whether an event tells of this StatefulSet, not of an earlier one of the same name. */
function isOf(event: KubeEvent, statefulSet: StatefulSet | null | undefined): boolean {
  const uid = event.involvedObject?.uid;
  return !uid || !statefulSet?.metadata?.uid || uid === statefulSet.metadata.uid;
}

function podPhase(pod: Pod, around: NotebookSurroundings): Summary {
  if (pod.metadata?.deletionTimestamp) {
    const since = timeOrNull(pod.metadata.deletionTimestamp);
    return state('Starting', 'The server is being started anew.', since);
  }
  const ready = listOf(pod.status?.conditions).find(condition => condition?.type === 'Ready');
  if (ready?.status === 'True') {
    return state('Running', 'The server is ready.', timeOrNull(ready.lastTransitionTime));
  }
  const trouble = podTrouble(pod, { ...around, what: WHAT });
  return trouble !== null ? troubled(trouble) : startingPhase(pod, around);
}

function startingPhase(pod: Pod, around: NotebookSurroundings): Summary {
  const running = listOf(pod.status?.containerStatuses).find(s => s?.state?.running);
  const startedAt = timeOrNull(running?.state?.running?.startedAt);
  if (running !== undefined) {
    return answering(pod, startedAt, around);
  }
  const scheduled = listOf(pod.status?.conditions).find(c => c?.type === 'PodScheduled');
  if (scheduled?.status === 'False' && scheduled.reason === 'SchedulingGated') {
    return queued(pod);
  }
  if (scheduled?.status !== 'True') {
    const since = timeOrNull(pod.metadata?.creationTimestamp);
    return state('Pending', 'The server waits for a place on a node.', since);
  }
  const since = timeOrNull(scheduled.lastTransitionTime);
  const pulling = latestEvent(
    listOf(around.events),
    event => isAboutPod(event, pod) && ['Pulling', 'Pulled'].includes(event.reason ?? '')
  );
  return pulling?.reason === 'Pulling'
    ? state('Starting', 'The image is being fetched.', eventTime(pulling))
    : state('Starting', 'The server is being set up on its node.', since);
}

/** A pod with scheduling gates: somebody, mostly a queue, has to let it through first. */
function queued(pod: Pod): Summary {
  const queue = plainText(pod.metadata?.labels?.[QUEUE_LABEL], 80);
  const message =
    queue === '' ? 'The server waits to be let in.' : `The server waits in the queue ${queue}.`;
  return state('Queued', message, timeOrNull(pod.metadata?.creationTimestamp));
}

function answering(pod: Pod, startedAt: string | null, around: NotebookSurroundings): Summary {
  const waited = (around.now ?? Date.now()) - Date.parse(startedAt ?? '');
  if (!(waited > PROBE_PATIENCE_MS)) {
    return state('Starting', 'The server is starting up.', startedAt);
  }
  const unhealthy = latestEvent(
    listOf(around.events),
    event => isAboutPod(event, pod) && event.reason === 'Unhealthy'
  );
  const detail = plainText(unhealthy?.message);
  return {
    phase: 'Starting',
    reason: 'Probe',
    message:
      'The server runs, but does not answer' +
      (detail === '' ? '; its log may say why.' : `: ${detail}.`),
    since: startedAt
  };
}

/** The container that serves the notebook: the one named like the Notebook, else the first. */
export function mainContainer(notebook: Notebook): Container | undefined {
  const containers = listOf(notebook.spec?.template?.spec?.containers);
  return containers.find(c => c?.name === notebook.metadata?.name) ?? containers[0];
}

function quantity(container: Container | undefined, resource: string): string {
  const { limits, requests } = container?.resources ?? {};
  return plainText(limits?.[resource] ?? requests?.[resource] ?? '', 40);
}

/** The claim mounted as the home folder; null where there is none. */
export function homeVolume(notebook: Notebook): string | null {
  const container = mainContainer(notebook);
  const mount = listOf(container?.volumeMounts).find(
    m => m?.mountPath?.replace(/\/+$/, '') === HOME_DIRECTORY
  );
  const volume = listOf(notebook.spec?.template?.spec?.volumes).find(v => v?.name === mount?.name);
  return mount === undefined ? null : (volume?.persistentVolumeClaim?.claimName ?? null);
}
