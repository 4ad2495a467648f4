import { CURVE_ANNOTATION } from '@kubeflow-lab/resources';
import type { Trial } from '@kubeflow-lab/resources';

import { readMedianStop, stoppingRules } from './median-stop.js';

const trial = (type: string, ...values: number[]): Trial => ({
  metadata: {
    annotations: {
      [CURVE_ANNOTATION]: JSON.stringify(values.map((value, index) => [index + 1, value]))
    }
  },
  status: { conditions: [{ type, status: 'True' }] }
});
const done = (...values: number[]) => trial('Succeeded', ...values);
const stop = (settings: Record<string, string> = {}) => ({
  algorithmName: 'medianstop',
  algorithmSettings: Object.entries(settings).map(([name, value]) => ({ name, value }))
});
const rules = (type: string, trials: Trial[], settings?: Record<string, string>) =>
  stoppingRules(
    { earlyStopping: stop(settings), objective: { type, objectiveMetricName: 'score' } },
    trials
  );

it('compares with the median of the means of the first values', () => {
  const trials = [done(1, 1, 1, 1, 99), done(2, 4, 2, 4), done(100, 100, 100, 100)];
  expect(rules('maximize', trials)).toEqual([
    { name: 'score', value: '3', comparison: 'less', startStep: 4 }
  ]);
  expect(rules('minimize', [...trials, done(5)])).toEqual([
    { name: 'score', value: '4', comparison: 'greater', startStep: 4 }
  ]);
  expect(rules('maximize', trials, { start_step: '1' })[0]).toMatchObject({ value: '2' });
});

it.each<[string, Trial[], Record<string, string>]>([
  ['too few trials have succeeded', [done(1), done(1)], {}],
  ['more are asked for', [done(1), done(1), done(1)], { min_trials_required: '4' }],
  ['the others failed', [done(1), done(1), trial('Failed', 1), trial('EarlyStopped', 1)], {}],
  ['one has no values', [done(1), done(1), done()], {}]
])('stops nothing while %s', (_why, trials, settings) => {
  expect(rules('maximize', trials, settings)).toEqual([]);
});

it('stops nothing where nobody asks for it', () => {
  expect(stoppingRules({}, [done(1), done(1), done(1)])).toEqual([]);
});

it.each([
  [{ algorithmName: 'other' }, /medianstop only, not by other/],
  [stop({ colour: '1' }), /no setting "colour"/],
  [stop({ start_step: '0' }), /start_step of medianstop cannot be "0"/]
])('refuses %j', (spec, sentence) => {
  expect(() => readMedianStop(spec)).toThrow(sentence);
});
