import { HopelessTrialError } from './hopeless.js';
import { createMetricFilter } from './metric-filter.js';

function found(line: string, formats: string[] = [], metrics = ['accuracy', 'loss', 'Val-acc']) {
  return createMetricFilter(metrics, formats)
    .find(line)
    .map(({ name, value }) => `${name}:${value}`);
}

const byDefault: [string, string[]][] = [
  ['accuracy=0.97', ['accuracy:0.97']],
  ['accuracy = 0.97', ['accuracy:0.97']],
  ['2026-11-22T06:00:00Z accuracy=0.97 loss=1e-05', ['accuracy:0.97', 'loss:1e-05']],
  ['loss=-7.53e-05', ['loss:-7.53e-05']],
  ['loss=+7', ['loss:+7']],
  ['loss=.5', ['loss:.5']],
  ['loss=5.', ['loss:5.']],
  ['loss=1E10,', ['loss:1E10']],
  ['loss=nan', ['loss:nan']],
  ['loss=NaN accuracy=inf', ['loss:NaN', 'accuracy:inf']],
  ['loss=-inf', ['loss:-inf']],
  ['loss=Infinity', ['loss:Infinity']],
  ['loss=nancy', []],
  ['loss=infinite', []],
  ['loss=', []],
  ['loss=high', []],
  ['loss: 0.5', []],
  ['my-loss=0.5', []],
  ['train loss=0.5', ['loss:0.5']],
  ['Val-acc=0.5', ['Val-acc:0.5']],
  ['val-acc=0.5', []],
  ['other=0.5', []],
  ['', []]
];

it.each(byDefault)('reads %j by default', (line, expected) => {
  expect(found(line)).toEqual(expected);
});

const byFormat: [string, string[], string, string[]][] = [
  ['a colon', ['([\\w-]+): (\\S+)'], 'loss: nan', ['loss:nan']],
  ['JSON', ['"(\\w+)": ?([-\\d.]+)'], '{"loss": -0.5, "accuracy":1}', ['loss:-0.5', 'accuracy:1']],
  ['a flag of RE2', ['(?i)(loss) is (\\w+)'], 'loss IS small', ['loss:small']],
  ['a named group of RE2', ['(?P<name>\\w+)>(?P<value>\\d+)'], 'loss>3', ['loss:3']],
  [
    'two formats',
    ['(\\w+)>(\\d+)', '(\\w+)<(\\d+)'],
    'loss>3 accuracy<4',
    ['loss:3', 'accuracy:4']
  ],
  ['an empty value', ['(\\w+)=(\\d*)'], 'loss=x', []]
];

it.each(byFormat)('reads %s', (_what, formats, line, expected) => {
  expect(found(line, formats)).toEqual(expected);
});

it.each(['(', '(\\w+)', '(a)(?=b)'])('refuses the format %j with a sentence', format => {
  expect(() => createMetricFilter(['loss'], [format])).toThrow(HopelessTrialError);
});

it('takes linear time for a pattern that others cannot bear', () => {
  const line = `loss ${'a'.repeat(20_000)}!`;
  const started = performance.now();
  expect(found(line, ['(loss) ((?:a+)+)$'])).toEqual([]);
  expect(performance.now() - started).toBeLessThan(5_000);
});
