import type { Experiment, KatibCondition, Trial } from '@kubeflow-lab/resources';
import fc from 'fast-check';

import { bestTrial, reachesGoal } from './best.js';
import { nextStatus } from './status.js';

const NOW = '2026-11-22T07:00:00Z';

function trial(name: string, type: string, value?: string, extremes: object = {}): Trial {
  return {
    metadata: { name },
    spec: { parameterAssignments: [{ name: 'lr', value: name }] },
    status: {
      conditions: [{ type, status: 'True' }],
      ...(value === undefined
        ? {}
        : {
            observation: {
              metrics: [{ name: 'accuracy', latest: value, min: value, max: value, ...extremes }]
            }
          })
    }
  };
}

const EXPERIMENT: Experiment = {
  spec: { objective: { type: 'maximize', goal: 0.9, objectiveMetricName: 'accuracy' } }
};

it('counts the trials and leaves out what is empty', () => {
  const trials = [
    trial('a', 'Succeeded', '0.5'),
    trial('b', 'Failed'),
    trial('c', 'Running'),
    trial('d', 'Created'),
    trial('e', 'MetricsUnavailable'),
    trial('f', 'Killed')
  ];
  const { conditions, ...status } = nextStatus(
    EXPERIMENT,
    trials,
    { end: null, resumes: false },
    NOW
  );
  expect(conditions!.map(({ type, status: is }) => `${type}=${is}`)).toEqual([
    'Created=True',
    'Running=True'
  ]);
  expect(status).toEqual({
    startTime: NOW,
    currentOptimalTrial: {
      bestTrialName: 'a',
      parameterAssignments: [{ name: 'lr', value: 'a' }],
      observation: { metrics: [{ name: 'accuracy', latest: '0.5', min: '0.5', max: '0.5' }] }
    },
    trials: 6,
    succeededTrialList: ['a'],
    trialsSucceeded: 1,
    failedTrialList: ['b'],
    trialsFailed: 1,
    runningTrialList: ['c'],
    trialsRunning: 1,
    pendingTrialList: ['d'],
    trialsPending: 1,
    metricsUnavailableTrialList: ['e'],
    trialMetricsUnavailable: 1,
    killedTrialList: ['f'],
    trialsKilled: 1
  });
});

function states(conditions: readonly KatibCondition[] | undefined): string[] {
  return conditions!.map(({ type, status, reason }) => `${type} ${status} ${reason}`);
}

it('goes through the conditions of Katib, from its creation to its end and on with a larger budget', () => {
  const open = { end: null, resumes: false };
  const begun = nextStatus(EXPERIMENT, [], open, NOW);
  const end = { type: 'Succeeded' as const, reason: 'ExperimentMaxTrialsReached', message: 'm' };
  const done = nextStatus({ ...EXPERIMENT, status: begun }, [], { end, resumes: false }, NOW);
  expect(states(done.conditions)).toEqual([
    'Created True ExperimentCreated',
    'Running False ExperimentRunning',
    'Succeeded True ExperimentMaxTrialsReached'
  ]);
  expect(done.completionTime).toBe(NOW);

  const later = nextStatus({ ...EXPERIMENT, status: done }, [], open, '2026-11-22T08:00:00Z');
  expect(later).toEqual(done);

  const resumed = nextStatus(
    { ...EXPERIMENT, status: done },
    [],
    { end: null, resumes: true },
    NOW
  );
  expect(states(resumed.conditions)).toEqual([
    'Created True ExperimentCreated',
    'Restarting True ExperimentRestarting',
    'Running True ExperimentRunning'
  ]);
  expect(resumed.completionTime).toBeUndefined();
});

it.each<[string, string, Trial[], string | null]>([
  ['none without values', 'maximize', [trial('a', 'Failed')], null],
  [
    'the greatest',
    'maximize',
    [trial('a', 'Succeeded', '0.1'), trial('b', 'Succeeded', '0.2')],
    'b'
  ],
  ['the least', 'minimize', [trial('a', 'Succeeded', '0.1'), trial('b', 'Succeeded', '0.2')], 'a'],
  [
    'the first of equals',
    'maximize',
    [trial('a', 'Succeeded', '1'), trial('b', 'Succeeded', '1.0')],
    'a'
  ],
  ['no nan', 'maximize', [trial('a', 'Succeeded', 'nan'), trial('b', 'Succeeded', '-1')], 'b'],
  ['no text', 'minimize', [trial('a', 'Succeeded', 'high'), trial('b', 'Succeeded', '1')], 'b'],
  ['an infinity', 'minimize', [trial('a', 'Succeeded', '-inf'), trial('b', 'Succeeded', '1')], 'a'],
  [
    'by the extreme that counts',
    'maximize',
    [trial('a', 'Succeeded', '0.1', { max: '0.9' }), trial('b', 'Succeeded', '0.5')],
    'a'
  ]
])('takes for the best %s', (_what, type, trials, best) => {
  const objective = { type, objectiveMetricName: 'accuracy' };
  expect(bestTrial(trials, objective)?.optimal.bestTrialName ?? null).toBe(best);
});

it('takes for the best one that no other beats', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true }), { minLength: 1 }),
      fc.boolean(),
      (values, least) => {
        const trials = values.map((value, index) =>
          trial(String(index), 'Succeeded', String(value))
        );
        const type = least ? 'minimize' : 'maximize';
        const best = bestTrial(trials, { type, objectiveMetricName: 'accuracy' });
        const wanted = least ? Math.min(...values) : Math.max(...values);
        expect(best!.value === wanted).toBe(true);
      }
    )
  );
});

it.each([
  [0.9, 'maximize', 0.9, true],
  [0.89, 'maximize', 0.9, false],
  [0.1, 'minimize', 0.1, true],
  [0.2, 'minimize', 0.1, false],
  [0, 'minimize', 0, true],
  [1, 'maximize', undefined, false]
])('%d with %s and the goal %s: %s', (value, type, goal, reached) => {
  expect(reachesGoal(value, { type, goal })).toBe(reached);
});
