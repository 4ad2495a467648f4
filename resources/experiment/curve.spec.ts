import fc from 'fast-check';

import { CURVE_ANNOTATION, readCurve, thinnedCurve } from './curve.js';
import type { CurvePoint } from './curve.js';

const straight = (length: number) =>
  Array.from({ length }, (_, index): CurvePoint => [index + 1, index]);

it('keeps the first values, the last, and at most a hundred in their order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2000 }), length => {
      const points = straight(length);
      const kept = thinnedCurve(points);
      const steps = kept.map(([step]) => step);
      expect(kept.length).toBe(Math.min(length, 100));
      expect(kept.slice(0, 20)).toEqual(points.slice(0, 20));
      expect(kept.at(-1)).toEqual(points.at(-1));
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    })
  );
});

it.each([
  ['nothing', undefined, []],
  [
    'a curve',
    '[[1,0.5],[2,-3]]',
    [
      [1, 0.5],
      [2, -3]
    ]
  ],
  ['what is no JSON', '[[1', []],
  ['another shape', '{"a":1}', []],
  ['odd points', '[[1],[2,"x"],null,[3,1,2],[4,5]]', [[4, 5]]]
])('reads %s', (_what, text, points) => {
  const annotations: Record<string, string> =
    text === undefined ? {} : { [CURVE_ANNOTATION]: text };
  expect(readCurve({ metadata: { annotations } })).toEqual(points);
});
