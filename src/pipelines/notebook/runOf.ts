import type { TranslationBundle } from '@jupyterlab/translation';
import type { Graph } from '@kubeflow-lab/compiler';
import type { Item, StepSummary, WorkflowSummary } from '@kubeflow-lab/schema';

import { membersOf, mergeSteps } from '../groups';

/** The youngest run that was made from a notebook, by the notebook's path. */
export function latestRun(
  runs: readonly Item<WorkflowSummary>[],
  path: string
): Item<WorkflowSummary> | null {
  const own = runs.filter(({ summary }) => summary.notebook === path);
  const [latest] = own.sort((a, b) => b.summary.createdAt.localeCompare(a.summary.createdAt));
  return latest ?? null;
}

/** What the run says of the steps that the notebook has now, by their names; all turns of a loop are one. */
export function stepsOfRun(
  run: Item<WorkflowSummary> | null,
  trans: TranslationBundle
): Map<string, StepSummary> {
  const steps = run?.summary.steps ?? [];
  const loops = [...membersOf(steps)].map(
    ([name, members]) => [name, mergeSteps(name, members, trans)] as const
  );
  return new Map([...steps.map(step => [step.name, step] as const), ...loops]);
}

/**
 * Why a new run cannot begin at a step and take the results of the others from the latest run, as a sentence; null where
 * it can. Whether the code of the others is still the same is for the server to say.
 */
export function whyNotFrom(
  graph: Graph,
  run: Item<WorkflowSummary> | null,
  step: string,
  trans: TranslationBundle
): string | null {
  if (run === null) {
    return trans.__('There is no run yet whose results could be used.');
  }
  if (!['Succeeded', 'Failed', 'Stopped'].includes(run.summary.phase)) {
    return trans.__('The run %1 has not ended yet.', run.object.metadata.name);
  }
  const states = stepsOfRun(run, trans);
  const again = withFollowers(graph, step);
  return graph.steps.some(({ name }) => !again.has(name) && states.get(name)?.phase === 'Succeeded')
    ? null
    : trans.__(
        'All steps would run again: no other one succeeded in the run %1.',
        run.object.metadata.name
      );
}

/** A step and all that comes after it. */
function withFollowers({ steps }: Graph, first: string): Set<string> {
  const found = new Set([first]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    steps
      .filter(({ dependsOn }) => dependsOn.some(name => found.has(name)))
      .forEach(({ name }) => found.add(name));
  }
  return found;
}

/**
 * The step from which a failed run can go on: the first that did not succeed, in the notebook's order, of those that the
 * run has. Null where the run goes on, has succeeded, or has none of the notebook's steps.
 */
export function retryFrom(
  graph: Graph,
  run: Item<WorkflowSummary> | null,
  trans: TranslationBundle
): string | null {
  if (run?.summary.phase !== 'Failed' && run?.summary.phase !== 'Stopped') {
    return null;
  }
  const steps = stepsOfRun(run, trans);
  const succeeded = graph.steps.some(({ name }) => steps.get(name)?.phase === 'Succeeded');
  const failed = graph.steps.find(({ name }) => steps.get(name)?.phase === 'Failed');
  return succeeded ? (failed?.name ?? null) : null;
}
