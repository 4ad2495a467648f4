import type { ExperimentForm, SearchParameter } from '@kubeflow-lab/schema';

import { checkExperiment, experimentProblems } from './check.js';
import { withDefaults } from './defaults.js';
import type { Experiment } from './types.js';

const FORM: ExperimentForm = {
  name: 'digits',
  image: 'image:1',
  code: { cells: [{ id: 'a', source: 'x' }], modules: [], parameters: {} },
  objective: { metric: 'accuracy', type: 'maximize' },
  algorithm: { name: 'random' },
  parameters: [{ name: 'lr', type: 'double', min: '0', max: '1' }],
  maxTrials: 12,
  parallelTrials: 3,
  maxFailedTrials: 3,
  resources: {},
  env: [],
  volumes: []
};

function searching(parameter: Partial<SearchParameter>): Partial<ExperimentForm> {
  return { parameters: [{ name: 'lr', type: 'double', ...parameter }] };
}

it.each<[string, Partial<ExperimentForm>, string, RegExp]>([
  ['no name', { name: '' }, 'name', /Give a sweep a name/],
  ['a long name', { name: 'a'.repeat(41) }, 'name', /at most 40/],
  ['no image', { image: '' }, 'image', /which image/],
  ['no code', { code: { ...FORM.code!, cells: [] } }, 'code.cells', /no code/],
  [
    'no metric',
    { objective: { metric: '', type: 'maximize' } },
    'objective.metric',
    /which metric/
  ],
  [
    'an odd metric',
    { objective: { metric: 'a b', type: 'maximize' } },
    'objective.metric',
    /"a b"/
  ],
  [
    'an unknown algorithm',
    { algorithm: { name: 'magic' } },
    'algorithm.name',
    /choose one of random/
  ],
  ['too many at once', { parallelTrials: 13 }, 'parallelTrials', /13 trials at once/],
  ['more failures than trials', { maxFailedTrials: 13 }, 'maxFailedTrials', /13 failed/],
  ['no parameters', { parameters: [] }, 'parameters', /no parameters/],
  ['no minimum', searching({ max: '1' }), 'parameters.0.min', /needs a min/],
  [
    'a word for a bound',
    searching({ min: 'low', max: '1' }),
    'parameters.0.min',
    /"low"; it must be a number/
  ],
  ['an infinite bound', searching({ min: '0', max: 'inf' }), 'parameters.0.max', /"inf"/],
  ['an empty range', searching({ min: '1', max: '1' }), 'parameters.0.max', /range of lr is empty/],
  [
    'half a whole number',
    searching({ type: 'int', min: '0.5', max: '3' }),
    'parameters.0.min',
    /whole number/
  ],
  [
    'a step of nothing',
    searching({ min: '0', max: '1', step: '0' }),
    'parameters.0.step',
    /above 0/
  ],
  [
    'a logarithm of 0',
    searching({ min: '0', max: '1', distribution: 'logUniform' }),
    'parameters.0.min',
    /begin above 0/
  ],
  [
    'a grid without steps',
    { ...searching({ min: '0', max: '1' }), algorithm: { name: 'grid' } },
    'parameters.0.step',
    /Grid search needs a step/
  ],
  ['an empty list', searching({ type: 'categorical', list: [] }), 'parameters.0.list', /no values/],
  [
    'a value twice',
    searching({ type: 'categorical', list: ['a', 'a'] }),
    'parameters.0.list',
    /listed twice/
  ],
  [
    'a word among numbers',
    searching({ type: 'discrete', list: ['1', 'two'] }),
    'parameters.0.list',
    /"two" of lr is no number/
  ],
  [
    'a quote in a value',
    searching({ type: 'categorical', list: ['a"b'] }),
    'parameters.0.list',
    /holds a quote/
  ],
  [
    'a dollar in a value',
    searching({ type: 'categorical', list: ['$(A)'] }),
    'parameters.0.list',
    /dollar/
  ],
  [
    'a name that is no variable',
    searching({ name: 'num-layers', min: '0', max: '1' }),
    'parameters.0.name',
    /cannot be a variable/
  ],
  [
    'a placeholder in the environment',
    { env: [{ name: 'A', value: '${trialParameters.lr}' }] },
    'env.0.value',
    /variables/
  ]
])('says what is wrong with %s', (_what, change, path, sentence) => {
  const problems = checkExperiment({ ...FORM, ...change });
  expect(problems.map(problem => problem.path)).toEqual([path]);
  expect(problems[0].message).toMatch(sentence);
});

it('says that a parameter is named twice', () => {
  const [lr] = FORM.parameters;
  expect(checkExperiment({ ...FORM, parameters: [lr, lr] })).toEqual([
    { path: 'parameters.1.name', message: 'The parameter lr is named twice.' }
  ]);
});

const WHOLE: Experiment = {
  spec: {
    objective: { type: 'minimize', objectiveMetricName: 'loss' },
    algorithm: { algorithmName: 'random' },
    parameters: [
      { name: 'num-layers', parameterType: 'int', feasibleSpace: { min: '1', max: '2' } }
    ],
    trialTemplate: { primaryContainerName: 'main', trialSpec: { kind: 'Job' } }
  }
};

it('finds nothing wrong with what Katib would take', () => {
  expect(experimentProblems(withDefaults(WHOLE))).toEqual([]);
});

it.each<[string, Experiment['spec'], RegExp]>([
  ['an objective', { objective: undefined }, /type of its objective/],
  ['an algorithm', { algorithm: {} }, /names no algorithm/],
  ['parameters', { parameters: [] }, /no parameters/],
  ['a parameter type', { parameters: [{ name: 'a' }] }, /type of a must be/],
  ['a template', { trialTemplate: undefined }, /no trialTemplate/],
  ['a container', { trialTemplate: { trialSpec: { kind: 'Job' } } }, /primaryContainerName/],
  [
    'conditions',
    { trialTemplate: { primaryContainerName: 'a', trialSpec: { kind: 'Other' } } },
    /Other.*successCondition/
  ],
  ['trials', { maxTrialCount: 0 }, /maxTrialCount must be above 0/],
  ['parallel trials', { parallelTrialCount: 0 }, /parallelTrialCount must be above 0/]
])("says that anybody's object has no usable %s", (_what, change, sentence) => {
  const problems = experimentProblems(withDefaults({ spec: { ...WHOLE.spec, ...change } }));
  expect(problems.join(' ')).toMatch(sentence);
});

it.each([undefined, null, 7, 'text', [], [null], { 0: 1 }])(
  'never fails over an object that holds %j where a list or an object should be',
  odd => {
    const spec = Object.fromEntries(
      ['parameters', 'objective', 'algorithm', 'trialTemplate'].map(field => [field, odd])
    ) as Experiment['spec'];
    expect(experimentProblems(withDefaults({ spec })).length).toBeGreaterThan(0);
  }
);
