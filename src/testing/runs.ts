import type { Item, StepSummary, WorkflowSummary } from '@kubeflow-lab/schema';

export function step(name: string, change: Partial<StepSummary> = {}): StepSummary {
  return {
    id: `train-${name}`,
    name,
    phase: 'Succeeded',
    message: '',
    reason: '',
    startedAt: '2026-11-22T08:00:00Z',
    finishedAt: '2026-11-22T08:00:05Z',
    dependsOn: [],
    pod: `train-${name}-1`,
    exitCode: 0,
    retries: 0,
    cells: [name],
    error: null,
    outputs: [],
    executed: null,
    reusedFrom: null,
    ...change
  };
}

/** A run of two models side by side, of which one fails. */
export function runItem(
  name: string,
  change: Partial<WorkflowSummary> = {},
  spec: object = {}
): Item<WorkflowSummary> {
  const error = {
    ename: 'ValueError',
    evalue: 'too deep',
    cell: 'forest',
    line: 3,
    traceback: '\u001b[31mValueError\u001b[0m: too deep\n  line 3'
  };
  return {
    object: {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: {
        name,
        namespace: 'team-a',
        uid: `uid-${name}`,
        creationTimestamp: '2026-11-22T08:00:00Z'
      },
      spec
    },
    summary: {
      phase: 'Failed',
      message: 'Step forest failed: ValueError: too deep.',
      reason: 'Crash',
      since: null,
      createdAt: '2026-11-22T08:00:00Z',
      startedAt: '2026-11-22T08:00:00Z',
      finishedAt: null,
      notebook: 'digits.ipynb',
      git: null,
      progress: { done: 2, total: 4 },
      parameters: { depth: '5' },
      metrics: {},
      steps: [
        step('load', {
          outputs: [
            {
              name: 'data',
              type: 'ndarray',
              shape: '1797 × 64',
              bytes: 920_064,
              head: '[[0. 0. …]]'
            }
          ]
        }),
        step('forest', {
          phase: 'Failed',
          dependsOn: ['load'],
          exitCode: 1,
          message: 'ValueError: too deep',
          error
        }),
        step('linear', { dependsOn: ['load'] }),
        step('report', {
          phase: 'Queued',
          dependsOn: ['forest', 'linear'],
          startedAt: null,
          finishedAt: null,
          pod: null,
          exitCode: null
        })
      ],
      ...change
    }
  };
}
