import { Buckets } from './buckets.js';

const slow = { burst: 2, perSecond: 0.5 };

it('gives a burst, and then what time brings', () => {
  let now = 0;
  const buckets = new Buckets(() => now);
  const take = () => buckets.take('a', slow);
  expect([take(), take(), take()]).toEqual([0, 0, 2]);
  now = 1_000;
  expect(take()).toBe(1);
  now = 2_000;
  expect(take()).toBe(0);
  now = 60_000;
  expect([take(), take(), take()]).toEqual([0, 0, 2]);
  expect(buckets.take('b', slow)).toBe(0);
});

it('goes by another limit as soon as there is one', () => {
  const buckets = new Buckets(() => 0);
  expect([1, 2, 3].map(() => buckets.take('a', { burst: 10, perSecond: 1 }))).toEqual([0, 0, 0]);
  expect([1, 2, 3].map(() => buckets.take('a', slow))).toEqual([0, 0, 2]);
});

it('keeps those who are being limited, however many come', () => {
  let now = 0;
  const buckets = new Buckets(() => now);
  const others = (name: string) =>
    Array.from({ length: 10_000 }, (_, index) => buckets.take(`${name} ${index}`, slow));
  others('before');
  now = 10_000;
  [1, 2].forEach(() => buckets.take('a', slow));
  others('after');
  expect(buckets.take('a', slow)).toBe(2);
});
