import { AttemptLimiter } from './attempts.js';

describe('AttemptLimiter', () => {
  it('allows a burst and then what time brings', () => {
    let now = 0;
    const limiter = new AttemptLimiter(2, 6, () => now);
    expect([1, 2, 3].map(() => limiter.take('a'))).toEqual([0, 0, 10]);
    expect(limiter.take('b')).toBe(0);
    now = 10_000;
    expect(limiter.take('a')).toBe(0);
    expect(limiter.take('a')).toBe(10);
    limiter.forgive('a');
    expect(limiter.take('a')).toBe(0);
  });
});
