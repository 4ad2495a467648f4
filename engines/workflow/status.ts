import {
  WORKFLOW_COMPLETED_LABEL,
  WORKFLOW_PHASE_LABEL,
  POD_NAME_FORMAT_ANNOTATION,
  isEnd
} from '@kubeflow-lab/resources';
import type {
  Condition,
  FieldProblem,
  Workflow,
  WorkflowMetadata,
  WorkflowStatus
} from '@kubeflow-lab/resources';

import { covers, mergePatchOf, timestamp } from '@kubeflow-lab/controller/runtime';

/**
 * The patch that brings a Workflow to a status, with the labels that follow from it and those in `more`; null where it
 * has all of them.
 */
export function statusPatch(
  workflow: Workflow,
  status: WorkflowStatus,
  more: WorkflowMetadata = {}
): object | null {
  const labels = {
    ...more.labels,
    [WORKFLOW_PHASE_LABEL]: status.phase ?? '',
    [WORKFLOW_COMPLETED_LABEL]: String(isEnd(status.phase))
  };
  const annotations = { ...more.annotations, [POD_NAME_FORMAT_ANNOTATION]: 'v2' };
  const wanted = { metadata: { labels, annotations }, status: withoutNulls(status) };
  const current = withoutNulls(workflow.status ?? {});
  if (covers(workflow, wanted) && covers(wanted.status, current)) {
    return null;
  }
  const { uid, resourceVersion } = workflow.metadata ?? {};
  return {
    // With its version: what was computed from an older state must not be stored.
    metadata: { uid, resourceVersion, labels, annotations },
    status: mergePatchOf(workflow.status, wanted.status)
  };
}

/** A merge patch cannot set null: a field that is null is one that is not there. */
function withoutNulls<T extends object>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_key, part: unknown) => (part === null ? undefined : part))
  ) as T;
}

/** The status of a Workflow that cannot be run. */
export function refusedStatus(
  workflow: Workflow,
  problems: readonly FieldProblem[]
): WorkflowStatus {
  const message = problems.map(problem => `${problem.path}: ${problem.message}`).join('; ');
  return failedStatus(workflow, message, [{ type: 'SpecError', status: 'True', message }]);
}

/** The status of a Workflow that ends before any of its steps could begin. */
export function failedStatus(
  workflow: Workflow,
  message: string,
  conditions: Condition[] = []
): WorkflowStatus {
  const now = timestamp();
  return {
    phase: 'Error',
    message,
    startedAt: workflow.status?.startedAt ?? now,
    finishedAt: now,
    progress: '0/0',
    conditions: [...conditions, { type: 'Completed', status: 'True' }]
  };
}
