import type { GitState } from '@kubeflow-lab/schema';

import { commitOrNull } from '../common/commit.js';
import { COMMIT_ANNOTATION, COMMIT_CHANGED_ANNOTATION } from '../training-job/types.js';
import { GRAPH_ANNOTATION, REUSED_ANNOTATION } from './types.js';
import type { ReusedSteps, Workflow, WorkflowGraph } from './types.js';

/** What the notebook's compiler wrote of the steps; null where the workflow comes from elsewhere. */
export function graphOf(workflow: Workflow): WorkflowGraph | null {
  const graph = parsed(workflow, GRAPH_ANNOTATION) as Partial<WorkflowGraph> | null;
  if (!Array.isArray(graph?.steps)) {
    return null;
  }
  const steps = graph.steps.filter(step => typeof step?.name === 'string');
  return {
    steps: steps.map(step => ({
      name: step.name,
      template: typeof step.template === 'string' ? step.template : step.name,
      cells: strings(step.cells),
      dependsOn: strings(step.dependsOn)
    }))
  };
}

/** The steps whose results come from an earlier run. */
export function reusedOf(workflow: Workflow): ReusedSteps {
  const entries = Object.entries(parsed(workflow, REUSED_ANNOTATION) ?? {}) as [
    string,
    Partial<{ workflow: string; uid: string }> | null
  ][];
  return Object.fromEntries(
    entries.flatMap(([step, from]) =>
      typeof from?.workflow === 'string' && typeof from.uid === 'string'
        ? [[step, { workflow: from.workflow, uid: from.uid }]]
        : []
    )
  );
}

/** The commit that the notebook's folder was at when a workflow was made; null where nobody has recorded it. */
export function gitOf({ metadata }: Workflow): GitState | null {
  const { [COMMIT_ANNOTATION]: hash, [COMMIT_CHANGED_ANNOTATION]: said } =
    metadata?.annotations ?? {};
  const commit = commitOrNull(hash);
  const changed = said === 'true' || said === 'false' ? said === 'true' : null;
  return commit === null ? null : { commit, changed };
}

function parsed(workflow: Workflow, annotation: string): object | null {
  const text = workflow.metadata?.annotations?.[annotation];
  if (text === undefined) {
    return null;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    // Anybody can write annotations; one that cannot be read counts as none.
    return null;
  }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}
