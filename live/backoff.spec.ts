import * as fc from 'fast-check';
import { Backoff } from './backoff.js';

/** The first `count` waiting times, always shortened by the same chance. */
function waits(count: number, chance: number): number[] {
  const backoff = new Backoff(500, 8000, () => chance);
  return Array.from({ length: count }, () => backoff.next());
}

describe('Backoff', () => {
  it('doubles up to the longest time and begins again after a reset', () => {
    const backoff = new Backoff(1000, 8000, () => 0);
    expect([1, 2, 3, 4, 5].map(() => backoff.next())).toEqual([1000, 2000, 4000, 8000, 8000]);
    backoff.reset();
    expect(backoff.next()).toBe(1000);
  });

  it('waits no longer than the longest, however often it failed', () => {
    expect(waits(2000, 0).at(-1)).toBe(8000);
  });

  it('is never less than half of that', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), chance, (count, random) => {
        const full = waits(count, 0);
        waits(count, random).forEach((wait, index) => {
          expect(wait).toBeLessThanOrEqual(full[index]);
          expect(wait).toBeGreaterThanOrEqual(full[index] / 2);
        });
      })
    );
  });
});
