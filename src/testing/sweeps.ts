import type { ExperimentSummary, Item, TrialSummary } from '@kubeflow-lab/schema';

export function trial(
  name: string,
  accuracy: string | null,
  parameters: Record<string, string>,
  change: Partial<TrialSummary> = {}
): TrialSummary {
  const metric = { value: accuracy ?? '', min: accuracy ?? '', max: accuracy ?? '' };
  return {
    name,
    phase: accuracy === null ? 'Failed' : 'Succeeded',
    message: '',
    reason: '',
    parameters,
    metrics: accuracy === null ? {} : { accuracy: metric },
    startedAt: null,
    finishedAt: null,
    ...change
  };
}

/** A sweep over a rate and an optimizer; its second trial is the best, its third failed. */
export function sweepItem(change: Partial<ExperimentSummary> = {}): Item<ExperimentSummary> {
  return {
    object: {
      apiVersion: 'kubeflow.org/v1beta1',
      kind: 'Experiment',
      metadata: { name: 'digits', namespace: 'team-a', uid: 'u1' }
    },
    summary: {
      phase: 'Running',
      message: '2 of 12 trials have succeeded.',
      reason: '',
      since: null,
      createdAt: '2026-11-22T08:00:00Z',
      startedAt: null,
      finishedAt: null,
      notebook: null,
      objective: { metric: 'accuracy', type: 'maximize', goal: null, additional: [] },
      algorithm: 'random',
      parameters: [
        { name: 'lr', type: 'double' },
        { name: 'optimizer', type: 'categorical' }
      ],
      counts: {
        running: 0,
        pending: 0,
        succeeded: 2,
        failed: 1,
        killed: 0,
        earlyStopped: 0,
        metricsUnavailable: 0,
        maximum: 12
      },
      best: {
        trial: 'b',
        parameters: { lr: '0.1', optimizer: 'adam' },
        metrics: { accuracy: '0.95' }
      },
      trials: [
        trial('a', '0.80', { lr: '0.001', optimizer: 'sgd' }),
        trial('b', '0.95', { lr: '0.1', optimizer: 'adam' }),
        trial('c', null, { lr: '0.01', optimizer: '=evil()' })
      ],
      ...change
    }
  };
}
