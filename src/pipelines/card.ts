import type { StepSummary, WorkflowSummary } from '@kubeflow-lab/schema';

import type { CardDescription } from '../panels';

/** How the card of a run is read and written; as `kubeflow_lab/magics/card.py` writes it. */
export const runCard: CardDescription<WorkflowSummary> = {
  read: summary => ({
    ...summary,
    progress: progressOf(summary.progress),
    parameters: mapOf(summary.parameters, 'string'),
    metrics: mapOf(summary.metrics, 'number'),
    steps: Array.isArray(summary.steps) ? summary.steps.filter(isObject).map(stepOf) : []
  }),
  table: ({ steps }) => ({
    head: ['Step', 'State', ''],
    rows: steps.map(({ name, phase, message, outputs }) => [
      name,
      phase,
      message || outputs.map(value => value.name).join(', ')
    ])
  }),
  values: ({ metrics }) => metrics
};

/** A step that anyone may have written, with every field that the picture reads. */
function stepOf(step: Record<string, unknown>): StepSummary {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  const error = isObject(step.error) ? step.error : null;
  return {
    id: text(step.id) || text(step.name),
    name: text(step.name),
    phase: text(step.phase) as StepSummary['phase'],
    message: text(step.message),
    reason: text(step.reason),
    startedAt: text(step.startedAt) || null,
    finishedAt: text(step.finishedAt) || null,
    dependsOn: list(step.dependsOn).map(text),
    pod: text(step.pod) || null,
    exitCode: typeof step.exitCode === 'number' ? step.exitCode : null,
    retries: typeof step.retries === 'number' ? step.retries : 0,
    cells: list(step.cells).map(text),
    error: error && {
      ename: text(error.ename),
      evalue: text(error.evalue),
      cell: text(error.cell) || null,
      line: typeof error.line === 'number' ? error.line : null,
      traceback: text(error.traceback)
    },
    outputs: list(step.outputs)
      .filter(isObject)
      .map(value => ({
        name: text(value.name),
        type: text(value.type),
        shape: text(value.shape),
        bytes: typeof value.bytes === 'number' ? value.bytes : 0,
        head: text(value.head)
      })),
    reusedFrom: text(step.reusedFrom) || null
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function progressOf(value: unknown): WorkflowSummary['progress'] {
  const { done, total } = isObject(value) ? value : {};
  return {
    done: typeof done === 'number' ? done : 0,
    total: typeof total === 'number' ? total : 0
  };
}

function mapOf<T>(value: unknown, type: 'string' | 'number'): Record<string, T> {
  const entries = Object.entries(isObject(value) ? value : {});
  return Object.fromEntries(entries.filter(([, one]) => typeof one === type)) as Record<string, T>;
}
