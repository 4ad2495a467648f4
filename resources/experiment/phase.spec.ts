import fc from 'fast-check';

import type { Condition } from '../common/object.js';
import { budgetPatch, checkBudget, stopPatch, stopProblem } from './budget.js';
import { summarizeExperiment } from './phase.js';
import { metricNumber } from './read.js';
import { summarizeTrial } from './trial.js';
import type { Experiment, ExperimentStatus, Trial } from './types.js';

const AT = '2026-11-22T07:00:00Z';

function experiment(status: ExperimentStatus = {}, spec: Experiment['spec'] = {}): Experiment {
  return {
    metadata: { name: 'digits', creationTimestamp: AT },
    spec: {
      objective: { type: 'maximize', goal: 0.9, objectiveMetricName: 'accuracy' },
      algorithm: { algorithmName: 'tpe' },
      parameters: [{ name: 'lr', parameterType: 'double' }],
      maxTrialCount: 12,
      ...spec
    },
    status
  };
}

function is(type: string, reason = '', message = '') {
  return [{ type, status: 'True' as const, reason, message, lastTransitionTime: AT }];
}

it.each<[string, ExperimentStatus, string, string]>([
  ['untouched', {}, 'Queued', 'The sweep waits for the engine or Katib to take it.'],
  ['created', { conditions: is('Created') }, 'Queued', 'The sweep waits for its first values.'],
  [
    'without a running trial',
    { conditions: is('Running'), trialsPending: 3 },
    'Pending',
    'The sweep waits for its trials; 0 of 12 trials done.'
  ],
  [
    'running',
    { conditions: is('Running'), trialsRunning: 3, trialsSucceeded: 4, trialsFailed: 1 },
    'Running',
    '5 of 12 trials done (1 failed), 3 running.'
  ],
  [
    'through',
    { conditions: is('Succeeded', 'ExperimentMaxTrialsReached'), trialsSucceeded: 12 },
    'Succeeded',
    'The sweep has finished; 12 trials done.'
  ],
  [
    'through, some of it in vain',
    {
      conditions: is('Succeeded', 'ExperimentMaxTrialsReached'),
      trialsSucceeded: 9,
      trialsFailed: 1,
      trialMetricsUnavailable: 2
    },
    'Succeeded',
    'The sweep has finished; 12 trials done (3 failed).'
  ],
  [
    'at its goal',
    { conditions: is('Succeeded', 'ExperimentGoalReached'), trialsSucceeded: 1 },
    'Succeeded',
    'The goal of 0.9 is reached; 1 trial done.'
  ],
  [
    'at the end of the space',
    { conditions: is('Succeeded', 'ExperimentSuggestionEndReached'), trialsSucceeded: 4 },
    'Succeeded',
    'The whole search space is tried; 4 trials done.'
  ],
  [
    'failed too often',
    {
      conditions: is(
        'Failed',
        'ExperimentFailed',
        'Experiment has failed because max failed count has reached'
      ),
      trialsFailed: 2,
      trialMetricsUnavailable: 1
    },
    'Failed',
    'The sweep gave up after 3 trials failed. The logs of the trials say why.'
  ],
  [
    'refused',
    {
      conditions: is(
        'Failed',
        'ExperimentFailed',
        'This engine does not know enas; that needs Katib.'
      )
    },
    'Failed',
    'This engine does not know enas; that needs Katib.'
  ]
])('a sweep that is %s', (_what, status, phase, message) => {
  expect(summarizeExperiment(experiment(status))).toMatchObject({ phase, message });
});

it.each([
  [
    'Failed',
    'Trial has failed. The trial ended with exit code 1: ValueError: no',
    'The trial ended with exit code 1: ValueError: no.'
  ],
  [
    'MetricsUnavailable',
    'Metrics are not available. No line that the trial printed names accuracy',
    'No line that the trial printed names accuracy.'
  ]
])('says why the last trial of a sweep that gave up is %s', (type, message, why) => {
  const trial = (name: string, second: number, ended: Condition[]): Trial => ({
    metadata: { name, creationTimestamp: `2026-01-01T00:00:0${second}Z` },
    status: { conditions: ended }
  });
  const trials = [
    trial('b', 2, [{ type, status: 'True', message }]),
    trial('c', 3, [{ type: 'Killed', status: 'True' }]),
    trial('a', 1, [{ type: 'Failed', status: 'True', message: 'Another reason' }])
  ];
  const gaveUp = 'Experiment has failed because max failed count has reached';
  const sweep = experiment({
    conditions: is('Failed', 'ExperimentFailed', gaveUp),
    trialsFailed: 2
  });
  expect(summarizeExperiment(sweep, { trials }).message).toBe(
    `The sweep gave up after 2 trials failed. The last of them: ${why}`
  );
});

it.each([
  [
    'Validation failed: rpc error: code = InvalidArgument desc = unknown setting gama',
    'The search for values failed: unknown setting gama.'
  ],
  ['', 'The search for values failed: SuggestionFailed.'],
  [null, 'Suggestion has failed.']
])('says of a search that Katib could not begin why: %j', (message, sentence) => {
  const failed = experiment({
    conditions: is('Failed', 'ExperimentFailed', 'Suggestion has failed')
  });
  const suggestion =
    message === null
      ? undefined
      : { status: { conditions: is('Failed', 'SuggestionFailed', message) } };
  expect(summarizeExperiment(failed, { suggestion }).message).toBe(sentence);
});

it('tells the best trial by the values that count', () => {
  const summary = summarizeExperiment(
    experiment(
      {
        currentOptimalTrial: {
          bestTrialName: 'digits-a',
          parameterAssignments: [{ name: 'lr', value: '0.01' }],
          observation: {
            metrics: [
              { name: 'accuracy', latest: '0.8', min: '0.1', max: '0.9' },
              { name: 'loss', latest: 'nan', min: 'unavailable', max: 'unavailable' },
              { name: 'time', latest: 'unavailable', min: 'unavailable', max: 'unavailable' }
            ]
          }
        }
      },
      { objective: { type: 'maximize', objectiveMetricName: 'accuracy' } }
    )
  );
  expect(summary.best).toEqual({
    trial: 'digits-a',
    parameters: { lr: '0.01' },
    metrics: { accuracy: '0.9', loss: 'nan' }
  });
  expect(summary.objective).toEqual({
    metric: 'accuracy',
    type: 'maximize',
    goal: null,
    additional: []
  });
});

it('has no best trial while Katib has written an empty one', () => {
  const empty = { currentOptimalTrial: { bestTrialName: '', observation: {} } };
  expect(summarizeExperiment(experiment(empty)).best).toBeNull();
});

it('lists the trials in the order in which they were made', () => {
  const trial = (name: string, second: number): Trial => ({
    metadata: { name, creationTimestamp: `2026-11-22T07:00:0${second}Z` }
  });
  const trials = [trial('c', 2), trial('b', 1), trial('a', 1)];
  const summary = summarizeExperiment(experiment(), { trials });
  expect(summary.trials.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

it.each<[string, Trial['status'], string, string, RegExp]>([
  ['new', {}, 'Queued', '', /waits for its job/],
  ['running', { conditions: is('Running') }, 'Running', '', /is running/],
  ['done', { conditions: is('Succeeded') }, 'Succeeded', '', /has finished/],
  [
    'failed',
    { conditions: is('Failed', '', 'Trial has failed. It ended with exit code 1.') },
    'Failed',
    'Crash',
    /exit code 1\.$/
  ],
  [
    'without metrics',
    { conditions: is('MetricsUnavailable', '', 'Metrics are not available. It printed nothing') },
    'Failed',
    'MetricsUnavailable',
    /printed nothing\.$/
  ],
  [
    'without metrics, as Katib says it',
    {
      conditions: is(
        'MetricsUnavailable',
        'MetricsUnavailable. Job reason: CompletionsReached',
        'Metrics are not available. Job message: Reached expected number of succeeded pods'
      )
    },
    'Failed',
    'MetricsUnavailable',
    /^The trial ended without a value of the objective\.$/
  ],
  ['killed', { conditions: is('Killed') }, 'Stopped', 'Killed', /was stopped/],
  ['stopped early', { conditions: is('EarlyStopped') }, 'Stopped', 'EarlyStopped', /stopped early/]
])('a trial that is %s', (_what, status, phase, reason, message) => {
  const summary = summarizeTrial({ metadata: { name: 'a' }, status });
  expect(summary).toMatchObject({ phase, reason });
  expect(summary.message).toMatch(message);
});

it('shows metrics of a trial as they were printed', () => {
  const metrics = [
    { name: 'loss', latest: 'nan', min: '-0.5', max: 'inf' },
    { name: 'accuracy', latest: 'unavailable', min: 'unavailable', max: 'unavailable' },
    { name: 'recall', latest: 'unavailable', min: '0.5', max: '0.9' },
    { name: 'words', latest: 'many', min: 'unavailable' }
  ];
  expect(summarizeTrial({ status: { observation: { metrics } } }).metrics).toEqual({
    loss: { value: 'nan', min: '-0.5', max: 'inf' },
    recall: { value: '', min: '0.5', max: '0.9' },
    words: { value: 'many', min: '', max: '' }
  });
});

it('never fails over an odd object', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), (spec, status, trials) => {
      const object = { spec: record(spec), status: record(status) } as Experiment;
      const around = {
        trials: Array.isArray(trials) ? trials.map(record) : [],
        suggestion: record(spec)
      } as object;
      expect(typeof summarizeExperiment(object, around).message).toBe('string');
    })
  );
});

function record(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

it.each([
  ['0.5', 0.5],
  ['-7.53e-05', -0.0000753],
  ['.5', 0.5],
  ['5.', 5],
  ['inf', Infinity],
  ['-Infinity', -Infinity],
  ['nan', NaN],
  ['', NaN],
  ['0x10', NaN],
  ['unavailable', NaN]
])('reads %j as %d', (text, number) => {
  expect(metricNumber(text)).toBe(number);
});

const DONE = is('Succeeded', 'ExperimentMaxTrialsReached');

it('stops a sweep by the budget that it has used', () => {
  const running = experiment(
    { conditions: is('Running'), trialsSucceeded: 4, trialsFailed: 1 },
    {
      parallelTrialCount: 8,
      maxFailedTrialCount: 6
    }
  );
  expect(stopPatch(running)).toEqual({
    spec: { maxTrialCount: 5, parallelTrialCount: 5, maxFailedTrialCount: 5 }
  });
  expect(stopPatch(experiment({ trialsKilled: 2 }))).toEqual({
    spec: { maxTrialCount: 0, parallelTrialCount: 1 }
  });
  expect(stopProblem(running)).toBeNull();
  expect(stopProblem(experiment({ conditions: DONE }))).toMatch(/ended already/);
});

it('asks Katib for as few trials as it takes', () => {
  const run = (trials: number): Experiment => {
    const object = experiment({ conditions: is('Running'), trials, trialsSucceeded: 4 });
    return {
      ...object,
      metadata: { ...object.metadata, finalizers: ['update-prometheus-metrics'] }
    };
  };
  expect(stopProblem(run(7))).toBeNull();
  expect(stopPatch(run(7))).toEqual({ spec: { maxTrialCount: 8, parallelTrialCount: 3 } });
  // One more would be no fewer than there are to be.
  expect(stopProblem(run(11))).toMatch(/Katib runs this sweep/);
  expect(checkBudget(run(7), { maxTrialCount: 8 })).toEqual([]);
  expect(checkBudget(run(7), { maxTrialCount: 7 })).toEqual([
    { path: 'maxTrialCount', message: expect.stringMatching(/only more than the 7 trials/) }
  ]);
});

it.each<[string, Experiment, object, RegExp | null]>([
  ['a larger one', experiment({ conditions: is('Running') }), { maxTrialCount: 20 }, null],
  ['too many at once', experiment(), { parallelTrialCount: 13 }, /more than the 12/],
  ['too many failures', experiment(), { maxFailedTrialCount: 13 }, /13 failed/],
  [
    'one that resumes',
    experiment({ conditions: DONE, trialsSucceeded: 12 }, { resumePolicy: 'FromVolume' }),
    { maxTrialCount: 20 },
    null
  ],
  [
    'one that does not suffice to resume',
    experiment({ conditions: DONE, trialsSucceeded: 12 }, { resumePolicy: 'FromVolume' }),
    { maxTrialCount: 12 },
    /ask for more/
  ],
  [
    'one for a sweep that never resumes',
    experiment({ conditions: DONE }),
    { maxTrialCount: 20 },
    /Never/
  ],
  [
    'one for a sweep that failed',
    experiment({ conditions: is('Failed') }),
    { maxTrialCount: 20 },
    /Only a sweep/
  ]
])('a new budget: %s', (_what, object, form, sentence) => {
  const messages = checkBudget(object, form).map(problem => problem.message);
  expect(messages).toHaveLength(sentence === null ? 0 : 1);
  expect(messages.join(' ')).toMatch(sentence ?? /^$/);
  expect(budgetPatch(form)).toEqual({ spec: form });
});
