import fc from 'fast-check';

import { parseQuantity } from './quantity.js';

it.each([
  ['1', 1],
  ['0.5', 0.5],
  ['.5', 0.5],
  ['500m', 0.5],
  ['1Gi', 2 ** 30],
  ['1.5Mi', 1.5 * 2 ** 20],
  ['2G', 2e9],
  ['1e3', 1000],
  ['1E', 1e18],
  ['1E2', 100],
  ['-1', -1],
  ['', null],
  ['1GB', null],
  ['1 Gi', null],
  ['Gi', null],
  ['NaN', null],
  ['1Gi\n', null]
])('%j is %p', (text, value) => {
  expect(parseQuantity(text)).toBe(value);
});

it('takes whole numbers with any suffix as that many of it', () => {
  const factors: [string, number][] = [
    ['', 1],
    ['k', 1e3],
    ['Ki', 2 ** 10],
    ['Mi', 2 ** 20]
  ];
  fc.assert(
    fc.property(fc.nat(1e6), fc.constantFrom(...factors), (count, [suffix, factor]) => {
      expect(parseQuantity(`${count}${suffix}`)).toBe(count * factor);
    })
  );
});

it('answers null for anything that is no text', () => {
  expect(parseQuantity(undefined)).toBeNull();
  expect(parseQuantity({})).toBeNull();
  expect(parseQuantity(2)).toBe(2);
});
