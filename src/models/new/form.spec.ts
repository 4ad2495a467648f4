import { nullTranslator } from '@jupyterlab/translation';

import { EMPTY, type Fields, readFields, sentencesOf, splitOutput } from './form';
import { isModel, runChoices, serviceName, storedModel } from './outputs';
import { runItem, step } from '../../testing/runs';

const trans = nullTranslator.load('kubeflow_lab');
const chosen: Fields = { ...EMPTY, run: 'r', output: 'train/model', name: 'digits' };

it('sends what stands on the screen', () => {
  const fields = { ...chosen, version: ' 2 ', sample: '[[1]]', cpu: '1', replicas: '2' };
  expect(readFields(fields, trans)).toEqual({
    form: {
      name: 'digits',
      from: { run: 'r', step: 'train', output: 'model' },
      version: '2',
      sample: [[1]],
      cpu: '1',
      minReplicas: 2
    }
  });
  const address = { ...chosen, source: 'address', storageUri: 's3://b/m/1', version: '7' } as const;
  expect(readFields(address, trans)).toEqual({
    form: { name: 'digits', storageUri: 's3://b/m/1', format: { name: 'sklearn' } }
  });
});

it.each<[Partial<Fields>, string]>([
  [{ run: '', output: '' }, 'run'],
  [{ output: '' }, 'output'],
  [{ name: 'No' }, 'name'],
  [{ name: '' }, 'name'],
  [{ sample: '{' }, 'sample'],
  [{ sample: '{"instances": []}' }, 'sample'],
  [{ replicas: '0' }, 'replicas'],
  [{ memory: 'much' }, 'memory'],
  [{ source: 'address' }, 'storageUri'],
  [{ source: 'address', storageUri: 's3://b/m/1', format: '' }, 'format']
])('asks for something else than %j', (change, field) => {
  const read = readFields({ ...chosen, ...change }, trans);
  expect('wrong' in read && Object.keys(read.wrong)).toEqual([field]);
});

it('shows what the server says at the field that it is about', () => {
  const errors = [
    { path: 'from.step', message: 'a' },
    { path: 'from.output', message: 'b' },
    { path: 'name', message: 'c' },
    { path: 'spec.predictor', message: 'd' }
  ];
  expect(sentencesOf(errors)).toEqual({ output: 'a', name: 'c', '': 'd' });
});

it.each([
  ['train/model', 'train', 'model'],
  ['a/b/model', 'a/b', 'model'],
  ['', '', '']
])('takes %j apart', (output, name, variable) => {
  expect(splitOutput(output)).toEqual([name, variable]);
});

it.each([
  ['model', 'model'],
  ['best_Model2', 'best-model2'],
  ['_0x', 'x'],
  ['größe', 'gr-e'],
  ['__', '']
])('serves the variable %j as %j', (variable, name) => {
  expect(serviceName(variable)).toBe(name);
});

it.each([
  ['sklearn.svm.SVC', true],
  ['keras.Sequential', true],
  ['xgboost.core.Booster', true],
  ['xgboost.core.DMatrix', false],
  ['sklearn.utils.Bunch', false],
  ['pandas.DataFrame', false],
  ['int', false]
])('takes a %s for a model: %s', (type, is) => {
  expect(isModel({ type })).toBe(is);
});

it('offers the runs that stored something, the youngest and their models first', () => {
  const value = (name: string, type: string) => ({ name, type, shape: '', bytes: 1, head: '' });
  const outputs = [value('data', 'pandas.DataFrame'), value('model', 'sklearn.svm.SVC')];
  const old = runItem('old', {
    createdAt: '2026-01-01T00:00:00Z',
    steps: [step('a', { outputs })]
  });
  const choices = runChoices([old, runItem('none', { steps: [step('a')] }), runItem('young')]);
  expect(choices.map(({ name }) => name)).toEqual(['young', 'old']);
  expect(choices[1].outputs.map(({ name }) => name)).toEqual(['model', 'data']);
});

it('the model of a run is the first value that looks like one', () => {
  const value = (name: string, type: string) => ({ name, type, shape: '', bytes: 1, head: '' });
  const run = runItem('young', {
    steps: [
      step('load', { outputs: [value('data', 'sklearn.utils.Bunch')] }),
      step('fit', { outputs: [value('scores', 'list'), value('forest', 'sklearn.ensemble.X')] })
    ]
  });
  expect(storedModel(run)).toEqual({ run: 'young', step: 'fit', output: 'forest' });
  expect(storedModel(runItem('old', { steps: [step('load')] }))).toBeNull();
});
