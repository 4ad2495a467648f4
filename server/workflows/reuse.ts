/** A run that begins at one step: what succeeded before it, and does not follow it, is read from an earlier run. */
import type { Graph } from '@kubeflow-lab/compiler';
import { templateName } from '@kubeflow-lab/compiler';
import { isNotFound } from '@kubeflow-lab/kube';
import { reusedOf, summarizeSteps } from '@kubeflow-lab/resources';
import type { ReusedSteps, Workflow } from '@kubeflow-lab/resources';
import type { WorkflowForm } from '@kubeflow-lab/schema';

import { invalid } from '../http/problem.js';

type Reuse = NonNullable<WorkflowForm['reuse']>;

/**
 * Which steps are not run again, and whose results stand for theirs. A step whose code or parameters are not what they
 * were has no results that could; that is refused rather than run with something else than what the notebook says.
 * @param next the run as it would be with all its steps
 * @param read answers a run of the project; throws where there is none
 */
export async function planReuse(
  reuse: Reuse,
  graph: Graph,
  next: Workflow,
  read: (name: string) => Promise<Workflow>
): Promise<ReusedSteps> {
  if (!graph.steps.some(step => step.name === reuse.from)) {
    throw refusal('reuse.from', `The notebook has no step ${reuse.from} to begin at.`);
  }
  const earlier = await read(reuse.workflow);
  const reused = reusable(graph, reuse.from, earlier);
  const runs = await originals(reused, earlier, read);
  for (const [step, { workflow }] of Object.entries(reused)) {
    const problem = difference(step, next, runs.get(workflow)!, graph);
    if (problem !== null) {
      throw refusal('reuse.from', `${problem} Run from ${step}, or run the whole pipeline.`);
    }
  }
  const cached = cachedSteps(earlier);
  // What came from the cache is taken from there once more, so that it is known where it lies.
  return Object.fromEntries(Object.entries(reused).filter(([step]) => !cached.has(step)));
}

/** The steps of a run whose results it took from the cache. */
function cachedSteps(run: Workflow): Set<string> {
  const nodes = run.status?.nodes ?? {};
  return new Set(
    summarizeSteps(run)
      .filter(({ id }) => nodes[id]?.memoizationStatus?.hit === true)
      .map(({ name }) => name)
  );
}

function refusal(path: string, message: string) {
  return invalid([{ path, message }]);
}

/** What succeeded, does not follow `from`, and follows nothing else that must be run. */
function reusable(graph: Graph, from: string, earlier: Workflow): ReusedSteps {
  const inherited = reusedOf(earlier);
  const succeeded = new Set(
    summarizeSteps(earlier)
      .filter(step => step.phase === 'Succeeded')
      .map(step => step.name)
  );
  const mustRun = new Set(
    graph.steps.filter(({ name }) => name === from || !succeeded.has(name)).map(s => s.name)
  );
  for (let before = -1; before !== mustRun.size;) {
    before = mustRun.size;
    graph.steps
      .filter(step => step.dependsOn.some(name => mustRun.has(name)))
      .forEach(step => mustRun.add(step.name));
  }
  const { name: workflow = '', uid = '' } = earlier.metadata ?? {};
  return Object.fromEntries(
    graph.steps
      .filter(({ name }) => !mustRun.has(name))
      .map(({ name }) => [name, inherited[name] ?? { workflow, uid }])
  );
}

/** The runs that the results come from, by name: a run may have had them from an earlier one itself. */
async function originals(
  reused: ReusedSteps,
  earlier: Workflow,
  read: (name: string) => Promise<Workflow>
): Promise<Map<string, Workflow>> {
  const runs = new Map([[earlier.metadata?.name ?? '', earlier]]);
  for (const [step, { workflow, uid }] of Object.entries(reused)) {
    const run = runs.get(workflow) ?? (await readOrNull(workflow, read));
    if (run === null || run.metadata?.uid !== uid) {
      throw refusal(
        'reuse.workflow',
        `The run ${workflow}, which the results of ${step} come from, is gone; run the whole pipeline.`
      );
    }
    runs.set(workflow, run);
  }
  return runs;
}

async function readOrNull(
  name: string,
  read: (name: string) => Promise<Workflow>
): Promise<Workflow | null> {
  try {
    return await read(name);
  } catch (error) {
    if (isNotFound(error)) {
      return null;
    }
    throw error;
  }
}

/** Why the earlier results of a step are not those of this notebook, as a sentence; null where they are. */
function difference(step: string, next: Workflow, run: Workflow, graph: Graph): string | null {
  const name = run.metadata?.name ?? '';
  if (codeOf(next, step) !== codeOf(run, step)) {
    return `The code of ${step}, or of what it imports, is not what it was in the run ${name}.`;
  }
  const uses = graph.steps.find(other => other.name === step)?.parameters ?? [];
  const changed = uses.find(parameter => valueOf(next, parameter) !== valueOf(run, parameter));
  return changed === undefined
    ? null
    : `The parameter ${changed}, which ${step} uses, is ${valueOf(next, changed)} and was ${valueOf(run, changed)} in the run ${name}.`;
}

function codeOf({ spec }: Workflow, step: string): string | undefined {
  const template = spec?.templates?.find(({ name }) => name === templateName(step));
  return template?.inputs?.artifacts?.find(({ name }) => name === 'code')?.raw?.data;
}

function valueOf({ spec }: Workflow, parameter: string): string | undefined {
  const found = spec?.arguments?.parameters?.find(({ name }) => name === parameter);
  return found?.value === undefined ? undefined : String(found.value);
}
