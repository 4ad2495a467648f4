import { ProbeProblem } from './problem.js';

/** Every number of seconds in our time is smaller, and every number of milliseconds greater. */
const SMALLEST_MILLISECONDS = 1e11;

/**
 * When a server was last used, as it says it: RFC 3339, seconds or milliseconds since 1970 (also as text), true for
 * "now" and false for "not now", which is null. Throws ProbeProblem for anything else.
 */
export function momentOf(value: unknown, now: number): number | null {
  if (typeof value === 'boolean') {
    return value ? now : null;
  }
  const text = String(value ?? '').trim();
  const number = text === '' ? NaN : Number(text);
  const at = Number.isNaN(number)
    ? Date.parse(text)
    : number < SMALLEST_MILLISECONDS
      ? number * 1000
      : number;
  if (text === 'true' || text === 'false') {
    return text === 'true' ? now : null;
  }
  if (!Number.isFinite(at) || at < 0) {
    throw new ProbeProblem('invalid', 'what it answers is no time, nor true or false');
  }
  return at;
}

/** What `/api/kernels`, `/api/terminals` and `/api/status` of a Jupyter server answer; null: not offered. */
export interface JupyterAnswers {
  kernels: unknown;
  terminals: unknown;
  status: unknown;
}

/**
 * A kernel that is dead does nothing, and never will; one that nobody ever spoke to is said to be starting for ever. When
 * they began counts.
 */
const AT_REST = new Set(['idle', 'dead', 'starting']);

/**
 * When a Jupyter server was last used, in milliseconds since 1970: now while a kernel works (or does anything but rest),
 * else the latest time that kernels, terminals and the server itself name. Null where nothing was used yet. Throws
 * ProbeProblem for answers that no Jupyter server gives: not understood is not idle.
 */
export function jupyterActivity(answers: JupyterAnswers, now: number): number | null {
  const { kernels, terminals, status } = answers;
  if (kernels === null) {
    throw new ProbeProblem(
      'unsupported',
      'it is no Jupyter server, and its Notebook does not say how its use is found out'
    );
  }
  const times = [
    ...entriesOf(kernels).map(kernel => kernelActivity(kernel, now)),
    // Servers of long ago do not say when a terminal was used.
    ...entriesOf(terminals ?? []).map(({ last_activity: at }) =>
      at === undefined ? now : timeOf(at)
    ),
    ...(status === null ? [] : [timeOf(recordOf(status).last_activity)])
  ];
  return times.length === 0 ? null : Math.max(...times);
}

function kernelActivity(kernel: Record<string, unknown>, now: number): number {
  return AT_REST.has(String(kernel.execution_state)) ? timeOf(kernel.last_activity) : now;
}

function timeOf(value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(at)) {
    throw notJupyter();
  }
  return at;
}

function entriesOf(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) {
    throw notJupyter();
  }
  return value.map(recordOf);
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) {
    throw notJupyter();
  }
  return value as Record<string, unknown>;
}

function notJupyter(): ProbeProblem {
  return new ProbeProblem('invalid', 'its answers are not those of a Jupyter server');
}
