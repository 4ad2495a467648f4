import type { Graph } from '@kubeflow-lab/compiler';
import type { Item, StepSummary, WorkflowSummary } from '@kubeflow-lab/schema';

/** The youngest run that was made from a notebook, by the notebook's path. */
export function latestRun(
  runs: readonly Item<WorkflowSummary>[],
  path: string
): Item<WorkflowSummary> | null {
  const own = runs.filter(({ summary }) => summary.notebook === path);
  const [latest] = own.sort((a, b) => b.summary.createdAt.localeCompare(a.summary.createdAt));
  return latest ?? null;
}

/** What the run says of the steps that the notebook has now, by their names. */
export function stepsOfRun(run: Item<WorkflowSummary> | null): Map<string, StepSummary> {
  return new Map(run?.summary.steps.map(step => [step.name, step]));
}

/**
 * The step from which a failed run can go on: the first that did not succeed, in the notebook's order, of those that the
 * run has. Null where the run goes on, has succeeded, or has none of the notebook's steps.
 */
export function retryFrom(graph: Graph, run: Item<WorkflowSummary> | null): string | null {
  if (run?.summary.phase !== 'Failed' && run?.summary.phase !== 'Stopped') {
    return null;
  }
  const steps = stepsOfRun(run);
  const succeeded = graph.steps.some(({ name }) => steps.get(name)?.phase === 'Succeeded');
  const failed = graph.steps.find(({ name }) => steps.get(name)?.phase === 'Failed');
  return succeeded ? (failed?.name ?? null) : null;
}
