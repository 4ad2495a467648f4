import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Item, WorkflowSummary } from '@kubeflow-lab/schema';

import type { IPlatform } from '../../tokens';

export interface Submission {
  /** Text, which the server reads as each parameter's type. */
  parameters: Record<string, string>;
  /** An earlier run whose results stand for the steps before `from`. */
  reuse?: { workflow: string; from: string };
}

/**
 * Runs a notebook on the cluster. It is saved first, because what runs is the file: what the notebook imports from its
 * folder travels with it. Rejects with a `ProblemError`.
 */
export async function submitNotebook(
  platform: IPlatform,
  panel: NotebookPanel,
  submission: Submission
): Promise<Item<WorkflowSummary>> {
  if (panel.context.model.dirty) {
    await panel.context.save();
  }
  return platform.client.submit<Item<WorkflowSummary>>({
    path: panel.context.path,
    ...submission
  });
}
