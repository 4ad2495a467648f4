import { plainText, listOf } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import { parseQuantity } from '../common/quantity.js';
import type { KubeObject } from '../common/object.js';
import { STOP_ANNOTATION } from './types.js';
import type { Notebook } from './types.js';

/*
 * What is known and wanted about the use of a notebook server. The names of annotations contain "notebook", because
 * upstream's controller and ours copy all others to the pod, which a change would restart.
 */

/** Upstream's: when the server was last used, RFC 3339. It only ever grows. */
export const LAST_ACTIVITY_ANNOTATION = 'notebooks.kubeflow.org/last-activity';
/** On a Notebook or a Profile: after how long without activity a server is stopped (`parseIdleTime`). */
export const IDLE_TIME_ANNOTATION = 'lab.kubeflow.org/notebook-idle-time';
/** The same for servers that hold a GPU. */
export const GPU_IDLE_TIME_ANNOTATION = 'lab.kubeflow.org/notebook-gpu-idle-time';
/** On a Profile: the longest idle time of its servers, in place of the installation's, whoever says more. */
export const IDLE_TIME_MAX_ANNOTATION = 'lab.kubeflow.org/notebook-idle-time-max';
/** The same for servers that hold a GPU. */
export const GPU_IDLE_TIME_MAX_ANNOTATION = 'lab.kubeflow.org/notebook-gpu-idle-time-max';
/** On a Notebook that is no Jupyter server: how its activity is found out, as JSON. */
export const ACTIVITY_PROBE_ANNOTATION = 'lab.kubeflow.org/notebook-activity-probe';
/** Written together with the annotation that stops a server: `<its value> <seconds without activity>`. */
export const IDLE_STOP_ANNOTATION = 'lab.kubeflow.org/notebook-idle-stop';

/** Condition of a Notebook: True while a stop for want of activity is near, Unknown while activity cannot be found out. */
export const IDLE_CONDITION = 'Idle';

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_MS = 10 * 365 * UNIT_MS.d;

/**
 * An idle time in milliseconds: `90` (minutes, as upstream counts), `45m`, `1h30m`, `2d`; Infinity for `never`. Null
 * where the text is none of these, or nothing that a server could be in use for.
 */
export function parseIdleTime(text: string): number | null {
  const value = text.trim().toLowerCase();
  if (value === 'never') {
    return Infinity;
  }
  if (!/^(\d{1,7}|(\d{1,7}[mhd])+)$/.test(value)) {
    return null;
  }
  const milliseconds = [...value.matchAll(/(\d+)([mhd]?)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * UNIT_MS[unit || 'm'],
    0
  );
  return milliseconds > 0 && milliseconds <= LONGEST_MS ? milliseconds : null;
}

/** Whether a container of the server asks for a GPU, of whichever maker, whole or a part of one. */
export function holdsGpu(notebook: Notebook): boolean {
  return listOf(notebook.spec?.template?.spec?.containers).some(container =>
    Object.entries({ ...container?.resources?.requests, ...container?.resources?.limits }).some(
      ([resource, amount]) => isGpu(resource) && (parseQuantity(amount) ?? 0) > 0
    )
  );
}

/** Extended resources are `<maker>/<what>`: nvidia.com/gpu, nvidia.com/mig-1g.5gb, amd.com/gpu, habana.ai/gaudi, gpu.intel.com/i915. */
export function isGpu(resource: string): boolean {
  return /^[^/]*gpu[^/]*\/|\/.*(?:gpu|mig-|gaudi)/.test(resource);
}

/** When the server was last used as far as the Notebook says, in milliseconds since 1970; null where it does not. */
export function recordedActivity(notebook: KubeObject): number | null {
  const at = Date.parse(notebook.metadata?.annotations?.[LAST_ACTIVITY_ANNOTATION] ?? '');
  return Number.isNaN(at) ? null : at;
}

/** What stops a server for want of activity: all of it in one write. `at` is RFC 3339. */
export function idleStopAnnotations(at: string, idleMs: number): Record<string, string> {
  return {
    [STOP_ANNOTATION]: at,
    [IDLE_STOP_ANNOTATION]: `${at} ${Math.round(idleMs / 1000)}`
  };
}

/**
 * After how many milliseconds without activity a stopped server was stopped; null where it was stopped by somebody. What
 * an earlier stop left does not count: it names the time of that one.
 */
export function idleStop(notebook: KubeObject): number | null {
  const { [STOP_ANNOTATION]: stopped, [IDLE_STOP_ANNOTATION]: reason } =
    notebook.metadata?.annotations ?? {};
  const match = /^(\S+) (\d{1,10})$/.exec(reason ?? '');
  return match !== null && match[1] === stopped ? Number(match[2]) * 1000 : null;
}

/** What a person is told about the use of a running server. */
export interface ActivitySummary {
  /** RFC 3339; null where nobody watches it. */
  lastActivity: string | null;
  /** When it is stopped unless it is used before, RFC 3339; null where it is not. */
  stopsAt: string | null;
  /** Whether that is near. */
  stopsSoon: boolean;
  /** Why it is not known whether the server is used, one sentence; '' where it is. */
  activityProblem: string;
}

/** What annotations and status say about the use of a server; a time to stop only while it is not stopped already. */
export function activityOf(notebook: Notebook): ActivitySummary {
  const { annotations, deletionTimestamp } = notebook.metadata ?? {};
  const condition = listOf(notebook.status?.conditions).find(c => c?.type === IDLE_CONDITION);
  const runs = annotations?.[STOP_ANNOTATION] === undefined && deletionTimestamp === undefined;
  const stopsAt = runs ? timeOrNull(notebook.status?.stopsAt) : null;
  return {
    lastActivity: timeOrNull(annotations?.[LAST_ACTIVITY_ANNOTATION]),
    stopsAt,
    stopsSoon: stopsAt !== null && condition?.status === 'True',
    activityProblem:
      runs && condition?.status === 'Unknown' ? `${plainText(condition.message, 500)}.` : ''
  };
}
