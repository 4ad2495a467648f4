import { Backoff } from './backoff';

describe('Backoff', () => {
  it('doubles up to the longest time and begins again after a reset', () => {
    const backoff = new Backoff(1000, 8000, () => 0);
    expect([1, 2, 3, 4, 5].map(() => backoff.next())).toEqual([1000, 2000, 4000, 8000, 8000]);
    backoff.reset();
    expect(backoff.next()).toBe(1000);
  });

  it('spreads clients by up to a third', () => {
    expect(new Backoff(900, 900, () => 1).next()).toBe(600);
  });
});
