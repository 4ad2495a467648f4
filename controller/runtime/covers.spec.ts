import fc from 'fast-check';

import { covers } from './covers.js';

const cases: [string, unknown, unknown, boolean][] = [
  ['what others added', { a: 1, b: 2 }, { a: 1 }, true],
  ['a changed field', { a: 2 }, { a: 1 }, false],
  ['a missing field', {}, { a: 1 }, false],
  [
    'a default in a list',
    [{ name: 'x', image: 'i', policy: 'p' }],
    [{ name: 'x', image: 'i' }],
    true
  ],
  ['a container that was injected', [{ name: 'y' }, { name: 'x' }], [{ name: 'x' }], true],
  ['a changed container', [{ name: 'x', image: 'j' }], [{ name: 'x', image: 'i' }], false],
  ['more in a plain list', ['a', 'b'], ['a'], false],
  ['another order in a plain list', ['b', 'a'], ['a', 'b'], false],
  ['quantities of one value', { limits: { cpu: '500m' } }, { limits: { cpu: '0.5' } }, true],
  ['quantities of two values', { limits: { cpu: '1' } }, { limits: { cpu: '0.5' } }, false],
  ['numbers in a text that only look equal', { value: '1' }, { value: '1.0' }, false],
  [
    'a name that comes twice',
    [
      { name: 'x', value: '1' },
      { name: 'x', value: '2' }
    ],
    [
      { name: 'x', value: '1' },
      { name: 'x', value: '2' }
    ],
    true
  ],
  ['a name that should come twice', [{ name: 'x' }], [{ name: 'x' }, { name: 'x' }], false],
  ['an empty map that was dropped', {}, { selector: {} }, true],
  ['an empty list that was dropped', {}, { volumes: [] }, true],
  ['a false that was dropped', {}, { readOnly: false }, true],
  ['an empty text that was dropped', { name: 'x' }, { name: 'x', value: '' }, true],
  ['a text that should be empty', { value: 'x' }, { value: '' }, false],
  ['replicas that should be none', { replicas: 1 }, { replicas: 0 }, false],
  ['a field that is not wished for', { a: 1 }, { a: undefined, b: null }, true],
  ['nothing at all', undefined, { a: 1 }, false]
];

it.each(cases)('%s', (_what, actual, desired, answer) => {
  expect(covers(actual, desired)).toBe(answer);
});

const { tree } = fc.letrec(tie => ({
  leaf: fc.oneof(fc.integer({ min: 1 }), fc.string({ minLength: 1 }), fc.constant(true)),
  tree: fc.oneof(
    tie('leaf'),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    fc.dictionary(fc.string(), tie('tree'), { minKeys: 1, maxKeys: 3 })
  )
}));

it('holds for everything and itself, and for whatever is added to a map', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), tree), fc.string(), tree, (desired, name, extra) => {
      expect(covers(desired, desired)).toBe(true);
      fc.pre(!Object.hasOwn(desired, name) && name !== '__proto__');
      expect(covers({ ...desired, [name]: extra }, desired)).toBe(true);
      expect(covers(desired, { ...desired, [name]: extra })).toBe(false);
    })
  );
});
