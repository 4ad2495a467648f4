import type { TensorboardSummary } from '@kubeflow-lab/schema';

import type { KubeEvent, PersistentVolumeClaim, Pod } from '../common/object.js';
import type { Summary } from '../common/summary.js';
import { listOf, plainText } from '../common/text.js';
import { eventTime, latestEvent, timeOrNull } from '../common/time.js';
import { podTrouble } from '../common/trouble.js';
import { idleStop } from '../notebook/activity.js';
import { STOP_ANNOTATION } from '../notebook/types.js';
import { formatDuration } from '../training-job/duration.js';
import { NOTEBOOK_ANNOTATION } from '../training-job/types.js';
import { readLogsPath } from './logs-path.js';
import { NAME_TAKEN_REASON } from './types.js';
import type { Tensorboard } from './types.js';

/** What lies around a TensorBoard; whatever is left out counts as not there. */
export interface TensorboardSurroundings {
  pods?: readonly Pod[];
  events?: readonly KubeEvent[];
  claims?: readonly PersistentVolumeClaim[];
}

/** Everything a person wants to know of a TensorBoard. */
export function summarizeTensorboard(
  board: Tensorboard,
  around: TensorboardSurroundings = {}
): TensorboardSummary {
  const { namespace = '', name = '', annotations, creationTimestamp } = board.metadata ?? {};
  const state = boardPhase(board, around);
  return {
    ...state,
    logspath: String(board.spec?.logspath ?? ''),
    url: state.phase === 'Running' ? `/connect/tensorboard/${namespace}/${name}` : null,
    createdAt: timeOrNull(creationTimestamp) ?? '',
    notebook: annotations?.[NOTEBOOK_ANNOTATION] ?? null
  };
}

function boardPhase(board: Tensorboard, around: TensorboardSurroundings): Summary {
  const created = timeOrNull(board.metadata?.creationTimestamp);
  const deleted = timeOrNull(board.metadata?.deletionTimestamp);
  if (deleted !== null) {
    const message = 'The TensorBoard is being deleted.';
    return { phase: 'Deleting', message, reason: '', since: deleted };
  }
  const place = readLogsPath(board.spec?.logspath);
  if (typeof place === 'string') {
    return { phase: 'Failed', message: place, reason: 'Rejected', since: created };
  }
  const stopped = board.metadata?.annotations?.[STOP_ANNOTATION];
  if (stopped !== undefined) {
    return { phase: 'Stopped', message: whyStopped(board), reason: '', since: timeOrNull(stopped) };
  }
  const pods = listOf(around.pods).filter(pod => !pod.metadata?.deletionTimestamp);
  if (pods.some(isReady)) {
    const message = 'The TensorBoard shows what is logged.';
    return { phase: 'Running', message, reason: '', since: created };
  }
  const taken = latestEvent(
    listOf(around.events),
    event => event.reason === NAME_TAKEN_REASON && event.involvedObject?.uid === board.metadata?.uid
  );
  if (taken !== null) {
    const message = plainText(taken.message);
    return { phase: 'Failed', message, reason: 'Rejected', since: eventTime(taken) };
  }
  const trouble = pods.map(pod => troubleOf(pod, around)).find(found => found !== null);
  if (trouble) {
    return { phase: 'Pending', ...trouble };
  }
  const message =
    pods.length === 0 ? 'The TensorBoard has no pod yet.' : 'The TensorBoard is starting.';
  return { phase: pods.length === 0 ? 'Pending' : 'Starting', message, reason: '', since: created };
}

function whyStopped(board: Tensorboard): string {
  const idle = idleStop(board);
  return idle === null
    ? 'The TensorBoard is stopped.'
    : `The TensorBoard was stopped because nobody used it for ${formatDuration(idle)}.`;
}

function troubleOf(pod: Pod, { events, claims }: TensorboardSurroundings) {
  const what = 'The TensorBoard';
  return podTrouble(pod, { what, events: listOf(events), claims: listOf(claims) });
}

function isReady({ status }: Pod): boolean {
  return listOf(status?.conditions).some(one => one?.type === 'Ready' && one.status === 'True');
}
