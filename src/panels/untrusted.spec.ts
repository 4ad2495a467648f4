import fc from 'fast-check';

import {
  listOf,
  numberOf,
  numberOrNull,
  numbersOf,
  objectOf,
  objectsOf,
  textOf,
  textsOf
} from './untrusted';

it('of what should be there, all is read', () => {
  expect(objectOf({ a: 1 })).toEqual({ a: 1 });
  expect(listOf([1, 'a'])).toEqual([1, 'a']);
  expect(textOf('a')).toBe('a');
  expect([numberOf(1.5), numberOrNull(0)]).toEqual([1.5, 0]);
});

it.each<[unknown]>([[null], [undefined], [[1]], ['text'], [7]])('%p is no object', value => {
  expect(objectOf(value)).toEqual({});
  expect(textsOf(value)).toEqual({});
  expect(numbersOf(value)).toEqual({});
});

it('what is of another type is left out', () => {
  const mixed = { text: 'a', number: 1, nothing: null, list: [], infinite: Infinity };
  expect(textsOf(mixed)).toEqual({ text: 'a' });
  expect(numbersOf(mixed)).toEqual({ number: 1 });
  expect(objectsOf([{ a: 1 }, null, [], 'b'])).toEqual([{ a: 1 }]);
});

it('nothing that anyone writes makes a reader fail or answer with another type', () => {
  fc.assert(
    fc.property(fc.anything(), value => {
      expect(typeof textOf(value)).toBe('string');
      expect(Number.isFinite(numberOf(value))).toBe(true);
      expect(Array.isArray(listOf(value))).toBe(true);
      expect(Object.values(textsOf(value)).every(one => typeof one === 'string')).toBe(true);
      expect(Object.values(numbersOf(value)).every(Number.isFinite)).toBe(true);
    })
  );
});
