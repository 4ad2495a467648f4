import { ACTIVITY_PROBE_ANNOTATION, SERVER_TYPE_ANNOTATION } from '@kubeflow-lab/resources';
import type { Notebook } from '@kubeflow-lab/resources';

import { ProbeProblem } from './problem.js';

/** How the activity of a server is found out. */
export type ProbePlan =
  | { kind: 'jupyter' }
  /** A GET that answers JSON; `field` names what in it says the activity, as `a.b`; '' is all of it. */
  | { kind: 'http'; path: string; port: number | null; field: string }
  /** A program in the pod whose last line of output says the activity. */
  | { kind: 'exec'; command: string[]; container: string | null };

/** Upstream's images of these kinds answer without an annotation: group-one is code-server. */
const KNOWN: Record<string, ProbePlan> = {
  jupyter: { kind: 'jupyter' },
  'group-one': { kind: 'http', path: '/healthz', port: null, field: 'lastHeartbeat' }
};

const PATH = /^\/[\w\-./~%?&=+:@]{0,511}$/;
const FIELD = /^(?:[\w-]+(?:\.[\w-]+)*)?$/;
const COMMAND_MAX = 32;

/** Reads the annotations of a Notebook. Throws ProbeProblem that says what is wrong with them. */
export function planOf(notebook: Notebook): ProbePlan {
  const annotations = notebook.metadata?.annotations ?? {};
  const text = annotations[ACTIVITY_PROBE_ANNOTATION];
  if (text !== undefined) {
    return parsePlan(text);
  }
  const type = annotations[SERVER_TYPE_ANNOTATION] ?? 'jupyter';
  return (
    KNOWN[type] ??
    fail(`its Notebook does not say how the use of a server of type ${type} is found out`)
  );
}

function parsePlan(text: string): ProbePlan {
  const plan = parsed(text);
  const { http, exec } = plan;
  if (isRecord(http) && exec === undefined) {
    return httpPlan(http);
  }
  if (isRecord(exec) && http === undefined) {
    return execPlan(exec);
  }
  return fail('it must be {"http": {"path": …}} or {"exec": {"command": [ … ]}}');
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : fail('it must be a JSON object');
  } catch (error) {
    throw error instanceof ProbeProblem ? error : problem('it must be JSON', error);
  }
}

function httpPlan({ path, port = null, field = '', ...rest }: Record<string, unknown>): ProbePlan {
  if (typeof path !== 'string' || !PATH.test(path) || /\.\.|%2e|\/\//i.test(path)) {
    return fail('"path" must be a path that begins with a slash');
  }
  if (port !== null && !(Number.isInteger(port) && Number(port) > 0 && Number(port) < 65536)) {
    return fail('"port" must be a port number');
  }
  if (typeof field !== 'string' || !FIELD.test(field)) {
    return fail('"field" must be names joined by dots');
  }
  refuseOthers(rest);
  return { kind: 'http', path, port: port as number | null, field };
}

function execPlan({ command, container = null, ...rest }: Record<string, unknown>): ProbePlan {
  if (
    !Array.isArray(command) ||
    command.length === 0 ||
    command.length > COMMAND_MAX ||
    !command.every(word => typeof word === 'string')
  ) {
    return fail('"command" must be a list of texts');
  }
  if (container !== null && typeof container !== 'string') {
    return fail('"container" must be the name of a container');
  }
  refuseOthers(rest);
  return { kind: 'exec', command: command as string[], container };
}

function refuseOthers(rest: Record<string, unknown>): void {
  const other = Object.keys(rest).at(0);
  if (other !== undefined) {
    fail(`it has no field ${JSON.stringify(other.slice(0, 40))}`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fail(what: string): never {
  throw problem(what);
}

function problem(what: string, cause?: unknown): ProbeProblem {
  const message = what.startsWith('its Notebook')
    ? what
    : `annotation ${ACTIVITY_PROBE_ANNOTATION} cannot be understood: ${what}`;
  return new ProbeProblem('unsupported', message, { cause });
}
