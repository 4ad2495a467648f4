import assert from 'node:assert/strict';
import { test } from 'node:test';

import { figure, median, parseOptions, quantile, table } from './report.mjs';

test('the median of odd and even samples', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.throws(() => median([]), RangeError);
});

test('a figure says whether it met its goal', () => {
  assert.deepEqual(figure('ratio', 1.19999, 'ratio', 1.2), {
    name: 'ratio',
    value: 1.2,
    unit: 'ratio',
    goal: 1.2,
    met: true
  });
  assert.equal(figure('ratio', 1.3, 'ratio', 1.2).met, false);
  assert.equal(figure('seconds', 4, 's').met, null);
});

test('the table names missed goals', () => {
  const text = table({
    bench: 'x',
    parameters: {},
    machine: {},
    figures: [figure('slow', 2, 's', 1)]
  });
  assert.match(text, /slow .*goal ≤ 1 {2}MISSED/);
});

test('options with values, of both forms, and without', () => {
  const words = ['--notebooks', '200', '--json', '--cluster=a b', '--foreign'];
  assert.deepEqual(parseOptions(words), {
    notebooks: '200',
    json: true,
    cluster: 'a b',
    foreign: true
  });
  assert.throws(() => parseOptions(['--json', 'x', 'y']), RangeError);
});

test('a quantile is a sample that so many are not above', () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index);
  assert.equal(quantile(samples, 0.99), 99);
  assert.equal(quantile(samples, 1), 100);
  assert.equal(quantile([7], 0.99), 7);
  assert.throws(() => quantile([], 0.5), RangeError);
});
