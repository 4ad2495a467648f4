import fc from 'fast-check';

import { backoff } from './backoff.js';

describe('backoff', () => {
  it.each([
    [1, 500],
    [2, 1000],
    [4, 4000],
    [6, 10_000],
    [1000, 10_000]
  ])('after %i failures waits %i ms at most', (failures, milliseconds) => {
    expect(backoff(failures, 0)).toBe(milliseconds);
  });

  it('is never less than half of that', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), random, (failures, chance) => {
        const wait = backoff(failures, chance);
        expect(wait).toBeLessThanOrEqual(backoff(failures, 0));
        expect(wait).toBeGreaterThanOrEqual(Math.floor(backoff(failures, 0) / 2));
      })
    );
  });
});
