import fc from 'fast-check';

import { numberColumn, textColumn, ticksApart } from './columns';

it('puts numbers on a scale, and leaves out what cannot be drawn', () => {
  const column = textColumn('a', ['0', '10', undefined, '', '5']);
  expect([...column.raw]).toEqual([0, 10, NaN, NaN, 5]);
  expect(column.at(5)).toBeCloseTo(0.5);
  expect(numberColumn('a', [Infinity, NaN, 1]).at(1)).toBe(0.5);
});

it('puts numbers that lie magnitudes apart on a logarithmic one', () => {
  const column = textColumn('lr', ['0.0001', '0.1', '0.01']);
  expect(column.at(0.01)).toBeCloseTo(2 / 3);
  expect(column.ticks.every(({ at }) => at >= 0 && at <= 1)).toBe(true);
});

it('puts numbers that fill a range evenly on a straight one, however near to 0 they begin', () => {
  const column = numberColumn(
    'Trial',
    Array.from({ length: 2000 }, (_, row) => row + 1)
  );
  expect(column.at(1000)).toBeCloseTo(0.5, 2);
});

it.each([
  [
    [1, 2, 3],
    ['1', '2', '3']
  ],
  [
    [2, 3, NaN],
    ['2', '3']
  ],
  [
    [1, 1.5],
    ['1', '1.1', '1.2', '1.3', '1.4', '1.5']
  ]
])('marks whole numbers where all of %j are', (values, labels) => {
  expect(numberColumn('Trial', values).ticks.map(({ label }) => label)).toEqual(labels);
});

it('knows where each trial lies', () => {
  expect([...textColumn('a', ['0', '10', undefined, '5']).shares]).toEqual([0, 1, NaN, 0.5]);
  expect([...textColumn('o', ['sgd', 'adam', '']).shares]).toEqual([0.75, 0.25, NaN]);
});

it('puts words each in a place of its own', () => {
  const column = textColumn('o', ['sgd', 'adam', undefined, 'sgd', '3']);
  expect([...column.raw]).toEqual([2, 1, NaN, 2, 0]);
  expect(column.ticks.map(({ label }) => label)).toEqual(['3', 'adam', 'sgd']);
  expect(column.at(1)).toBe(0.5);
});

it.each([[[]], [[undefined, '']], [['7']]])('takes %j', texts => {
  const column = textColumn('a', texts);
  expect(column.raw).toHaveLength(texts.length);
  expect(column.ticks.every(({ at }) => Number.isFinite(at))).toBe(true);
});

it('finds the number at each place', () => {
  const values = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1 });
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
      const column = numberColumn('a', list);
      expect(column.at(column.from(share))).toBeCloseTo(share, 5);
    })
  );
});

it('leaves out ticks that have no room', () => {
  const ticks = [0, 0.05, 0.5, 0.52, 1].map(at => ({ label: String(at), at }));
  expect(ticksApart(ticks, 100, 16).map(({ at }) => at)).toEqual([0, 0.5, 1]);
});
