import { mainContainer, notebookPath } from '@kubeflow-lab/resources';
import type { Notebook, Pod } from '@kubeflow-lab/resources';

import { jupyterActivity, momentOf } from './activity.js';
import { addressOf } from './address.js';
import type { ProbeAddress } from './address.js';
import { getJson } from './get-json.js';
import { planOf } from './plan.js';
import type { ProbePlan } from './plan.js';
import { ProbeProblem } from './problem.js';

/** Runs a program in a container; answers what it printed. Throws ProbeProblem where it fails or does not end in time. */
export type RunInPod = (
  target: { namespace: string; pod: string; container: string },
  command: string[],
  signal: AbortSignal
) => Promise<string>;

export interface ProberOptions {
  address: ProbeAddress;
  /** For all that is asked of one server. */
  timeoutMs: number;
  /** Whether requests to a Jupyter server's API count beside its kernels and terminals. */
  countRequests: boolean;
  /** Headers by which a server knows that it may answer us; throws ProbeProblem. */
  headers: (notebook: Notebook, signal: AbortSignal) => Promise<Record<string, string>>;
  /** Null where the installation does not allow it. */
  run: RunInPod | null;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/**
 * When a running server was last used, in milliseconds since 1970; null where it was not yet. Throws ProbeProblem where
 * that cannot be found out, also when the time is over.
 */
export type Prober = (
  notebook: Notebook,
  pod: Pod,
  stopping: AbortSignal
) => Promise<number | null>;

export function createProber(options: ProberOptions): Prober {
  return async (notebook, pod, stopping) => {
    const plan = planOf(notebook);
    const ended = new AbortController();
    const signal = AbortSignal.any([
      AbortSignal.timeout(options.timeoutMs),
      stopping,
      // Where one of several questions fails, nobody waits for the others.
      ended.signal
    ]);
    try {
      return await ask(plan, { notebook, pod, signal, options });
    } finally {
      ended.abort();
    }
  };
}

interface Question {
  notebook: Notebook;
  pod: Pod;
  signal: AbortSignal;
  options: ProberOptions;
}

function ask(plan: ProbePlan, question: Question): Promise<number | null> {
  switch (plan.kind) {
    case 'jupyter':
      return askJupyter(question);
    case 'http':
      return askHttp(plan, question);
    case 'exec':
      return askProgram(plan, question);
  }
}

async function askJupyter({ notebook, pod, signal, options }: Question): Promise<number | null> {
  const { name = '', namespace = '' } = notebook.metadata ?? {};
  const base = addressOf(notebook, pod, options.address);
  const headers = await options.headers(notebook, signal);
  const answer = (resource: string) => {
    const url = new URL(`${notebookPath(namespace, name)}/api/${resource}`, base);
    // Else the server would count our own questions as its use.
    url.searchParams.set('no_track_activity', '1');
    return getJson(url, { headers, signal });
  };
  const [kernels, terminals, status] = await Promise.all([
    answer('kernels'),
    answer('terminals'),
    options.countRequests ? answer('status') : null
  ]);
  return jupyterActivity({ kernels, terminals, status }, (options.now ?? Date.now)());
}

async function askHttp(
  plan: ProbePlan & { kind: 'http' },
  { notebook, pod, signal, options }: Question
): Promise<number | null> {
  const url = new URL(plan.path, addressOf(notebook, pod, options.address, plan.port));
  const headers = await options.headers(notebook, signal);
  const answer = await getJson(url, { headers, signal });
  if (answer === null) {
    throw new ProbeProblem('refused', `there is nothing at ${url.pathname}`);
  }
  return momentOf(fieldOf(answer, plan.field), (options.now ?? Date.now)());
}

function fieldOf(answer: unknown, field: string): unknown {
  return field
    .split('.')
    .filter(name => name !== '')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      answer
    );
}

async function askProgram(
  { command, container }: ProbePlan & { kind: 'exec' },
  { notebook, pod, signal, options }: Question
): Promise<number | null> {
  if (options.run === null) {
    throw new ProbeProblem('unsupported', 'this installation runs no programs to find out');
  }
  const target = {
    namespace: pod.metadata?.namespace ?? '',
    pod: pod.metadata?.name ?? '',
    container: container ?? mainContainer(notebook)?.name ?? ''
  };
  const output = await options.run(target, command, signal);
  return momentOf(output.trim().split('\n').at(-1), (options.now ?? Date.now)());
}
