import { StopRules } from './stop-rule.js';

const after = (comparison: string, values: number[], rule: object = {}) => {
  const rules = new StopRules(
    [{ name: 'score', value: '0.5', comparison, startStep: 3, ...rule }],
    'score'
  );
  values.forEach(value => rules.add(value));
  return rules.stops;
};

it.each<[string, number[], boolean]>([
  ['less', [0.1, 0.2], false],
  ['less', [0.1, 0.2, 0.3], true],
  ['less', [0.1, 0.6, 0.3], false],
  ['less', [0.1, 0.2, 0.5], false],
  ['less', [NaN, NaN, NaN], true],
  ['greater', [0.9, 0.6, 0.7], true],
  ['greater', [0.9, 0.4, 0.7], false],
  ['greater', [Infinity, 1, 1], true]
])('%s after %j: %s', (comparison, values, stops) => {
  expect(after(comparison, values)).toBe(stops);
});

it.each([{ name: 'other' }, { value: 'x' }, { comparison: 'equal' }])(
  'stops nothing by a rule with %j',
  rule => {
    expect(after('less', [0, 0, 0, 0], rule)).toBe(false);
  }
);

it('stops nothing without rules', () => {
  const rules = new StopRules(undefined, 'score');
  rules.add(-1);
  expect(rules.stops).toBe(false);
});
