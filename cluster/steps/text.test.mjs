import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bar, duration, fit, stepLine } from './text.mjs';

test('durations are as exact as a person needs', () => {
  assert.equal(duration(430), '0.4 s');
  assert.equal(duration(9960), '10 s');
  assert.equal(duration(12_300), '12 s');
  assert.equal(duration(59_600), '1 min 00 s');
  assert.equal(duration(185_000), '3 min 05 s');
});

test('a bar has one width and never overflows', () => {
  assert.equal(bar(0, 10), '[····················] 0%');
  assert.equal(bar(5, 10), '[██████████··········] 50%');
  assert.equal(bar(12, 10), '[████████████████████] 100%');
  assert.equal(bar(1, 0), '[····················] 0%');
});

test('a line shows what is being done, and the amount where it is known', () => {
  const state = { title: 'Compile', milliseconds: 2000, detail: 'linking' };
  assert.equal(stepLine(state), 'Compile  2.0 s  linking');
  assert.match(
    stepLine({ ...state, done: 1, total: 4, unit: 'packages' }),
    /25% of 4 packages {2}linking$/
  );
});

test('a long line is cut to the width of the terminal', () => {
  assert.equal(fit('abcdef', 4), 'abc…');
  assert.equal(fit('abc', 4), 'abc');
});
