import assert from 'node:assert/strict';
import { test } from 'node:test';

import { figuresOf } from './figures.mjs';

const round = (pipeline, bare) => ({
  pipeline: { ours: pipeline, bare },
  model: { ours: 10, bare: 8 }
});

test('each part has its medians and their ratio, and the tour those of the sums', () => {
  const figures = figuresOf([round(12, 10), round(30, 11), round(14, 12)]);
  assert.deepEqual(Object.fromEntries(figures.map(({ name, value }) => [name, value])), {
    pipeline: 14,
    pipeline_by_hand: 11,
    pipeline_ratio: 1.273,
    model: 10,
    model_by_hand: 8,
    model_ratio: 1.25,
    tour: 24,
    tour_by_hand: 19,
    tour_ratio: 1.263
  });
});

test('without a round there is nothing to say', () => {
  assert.throws(() => figuresOf([]), RangeError);
});
