import type { ModelTraffic, VersionTraffic } from '@kubeflow-lab/schema';
import * as fc from 'fast-check';

import { loadOf, quantile, rates, withReading } from './traffic';

const buckets = (fast: number, slow: number, any: number) => [
  { within: 0.01, requests: fast },
  { within: 0.1, requests: slow },
  { within: null, requests: any }
];
const version = (requests: number, errors = 0, canary = false): VersionTraffic => ({
  canary,
  requests,
  errors,
  buckets: buckets(requests, requests, requests)
});
const reading = (time: number, ...versions: VersionTraffic[]): ModelTraffic => ({
  time,
  versions,
  why: null
});

it('tells what came between the first and the last reading, for each version', () => {
  const readings = [
    reading(1000, version(100, 5), version(10, 0, true)),
    reading(6000, version(150, 6), version(15, 5, true))
  ];
  expect(loadOf(readings, false)).toEqual({
    requests: 50,
    errors: 1,
    median: 5,
    p95: 9.5,
    perSecond: 10
  });
  expect(loadOf(readings, true)).toMatchObject({ requests: 5, errors: 5, perSecond: 1 });
  expect(loadOf(readings.slice(1), false)).toBeNull();
});

it('takes counters that began anew from their beginning', () => {
  const readings = [reading(0, version(100, 5)), reading(1000, version(3, 1))];
  expect(loadOf(readings, false)).toMatchObject({ requests: 3, errors: 1 });
});

it('takes a new canary for no other one', () => {
  const readings = [
    reading(0, version(0), version(50, 50, true)),
    reading(1000, version(0)),
    reading(2000, version(0), version(60, 50, true))
  ];
  expect(loadOf(readings, true)).toBeNull();
  readings.push(reading(3000, version(0), version(64, 51, true)));
  expect(loadOf(readings, true)).toMatchObject({ requests: 4, errors: 1 });
});

it.each([
  [0.5, buckets(0, 0, 0), null],
  [0.5, [], null],
  [0.5, buckets(10, 10, 10), 5],
  [0.5, buckets(0, 10, 10), 55],
  [0.95, buckets(90, 100, 100), 55],
  [0.99, buckets(0, 0, 10), 100]
])('finds the quantile %d of %j', (share, of, expected) => {
  const found = quantile(of, share);
  expect(found === null ? null : Math.round(found * 1000) / 1000).toBe(expected);
});

it('has quantiles that grow with the share, and lie within the buckets', () => {
  const counts = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50));
  fc.assert(
    fc.property(counts, fc.double({ min: 0.01, max: 0.99, noNaN: true }), ([a, b, c], share) => {
      const of = buckets(a, a + b, a + b + c);
      const [low, high] = [quantile(of, share / 2), quantile(of, share)];
      return low === null ? a + b + c === 0 : low >= 0 && low <= high! && high! <= 100;
    })
  );
});

it('keeps ten minutes of readings, and their rates', () => {
  const first = reading(0, version(0));
  const second = withReading([first], reading(300_000, version(300)));
  const kept = withReading(second, reading(660_000, version(1020)));
  expect(kept.map(({ time }) => time)).toEqual([300_000, 660_000]);
  expect(rates(kept, false)).toEqual([[660_000, 2]]);
  expect(rates(kept, true)).toEqual([]);
});
