import type { NotebookPanel } from '@jupyterlab/notebook';
import type {
  CronWorkflowSummary,
  Item,
  KubernetesObject,
  PlannedObjects,
  WorkflowSummary
} from '@kubeflow-lab/schema';

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
  return platform.client.submit<Item<WorkflowSummary>>(await saved(panel, submission));
}

/** The object that `submitNotebook` would make; the cluster checks it as if it did. Rejects with a `ProblemError`. */
export async function planNotebook(
  platform: IPlatform,
  panel: NotebookPanel,
  submission: Submission
): Promise<KubernetesObject> {
  const body = { ...(await saved(panel, submission)), dryRun: true };
  const { objects } = await platform.client.submit<PlannedObjects>(body);
  return objects[0];
}

/** Runs a notebook, as it is now, at the times of its schedule. Rejects with a `ProblemError`. */
export async function scheduleNotebook(
  platform: IPlatform,
  panel: NotebookPanel,
  submission: Submission
): Promise<Item<CronWorkflowSummary>> {
  const body = { ...(await saved(panel, submission)), schedule: true };
  return platform.client.submit<Item<CronWorkflowSummary>>(body);
}

async function saved({ context }: NotebookPanel, submission: Submission): Promise<object> {
  if (context.model.dirty) {
    await context.save();
  }
  return { path: context.path, ...submission };
}
