import type { StepSummary, WorkflowSummary } from '@kubeflow-lab/schema';

import {
  listOf,
  numberOf,
  numberOrNull,
  numbersOf,
  objectOf,
  objectsOf,
  textOf,
  textsOf
} from '../panels';
import type { CardDescription } from '../panels';

/** How the card of a run is read and written; as `kubeflow_lab/magics/card.py` writes it. */
export const runCard: CardDescription<WorkflowSummary> = {
  read: summary => ({
    ...summary,
    // The run's tab tells it.
    git: null,
    progress: progressOf(summary.progress),
    parameters: textsOf(summary.parameters),
    metrics: numbersOf(summary.metrics),
    steps: objectsOf(summary.steps).map(stepOf)
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
  return {
    id: textOf(step.id) || textOf(step.name),
    name: textOf(step.name),
    phase: textOf(step.phase) as StepSummary['phase'],
    message: textOf(step.message),
    reason: textOf(step.reason),
    startedAt: textOf(step.startedAt) || null,
    finishedAt: textOf(step.finishedAt) || null,
    dependsOn: listOf(step.dependsOn).map(textOf),
    pod: textOf(step.pod) || null,
    exitCode: numberOrNull(step.exitCode),
    retries: numberOf(step.retries),
    cells: listOf(step.cells).map(textOf),
    error: errorOf(step.error),
    outputs: objectsOf(step.outputs).map(value => ({
      name: textOf(value.name),
      type: textOf(value.type),
      shape: textOf(value.shape),
      bytes: numberOf(value.bytes),
      head: textOf(value.head)
    })),
    executed: textOf(step.executed) || null,
    reusedFrom: textOf(step.reusedFrom) || null
  };
}

function errorOf(value: unknown): StepSummary['error'] {
  const [error] = objectsOf([value]);
  return error === undefined
    ? null
    : {
        ename: textOf(error.ename),
        evalue: textOf(error.evalue),
        cell: textOf(error.cell) || null,
        line: numberOrNull(error.line),
        traceback: textOf(error.traceback)
      };
}

function progressOf(value: unknown): WorkflowSummary['progress'] {
  const { done, total } = objectOf(value);
  return { done: numberOf(done), total: numberOf(total) };
}
