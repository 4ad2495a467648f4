import fc from 'fast-check';

import { mergePatchOf, mergePatched } from './merge-patch.js';

it.each([
  [{ a: 1 }, { a: 1 }, undefined],
  [{ a: 1, b: 2 }, { a: 1 }, { b: null }],
  [{ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, { a: { c: 3 } }],
  [{ a: [1, 2] }, { a: [1] }, { a: [1] }],
  [{}, { a: { b: 1 } }, { a: { b: 1 } }],
  [{ a: [] }, { a: {} }, { a: {} }],
  // Names that every object of JavaScript has.
  [{ toString: '' }, {}, { toString: null }],
  [{}, { constructor: 'a' }, { constructor: 'a' }]
])('from %j to %j it is %j', (before, after, patch) => {
  expect(mergePatchOf(before, after)).toEqual(patch);
});

/** Objects as Kubernetes has them: without null, and without a key that JavaScript takes for something else. */
const key = fc.string().filter(name => name !== '__proto__');
const { object } = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.array(fc.integer()),
    tie('object')
  ),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4 })
}));

it('makes the one of the other', () => {
  fc.assert(
    fc.property(object, object, (before, after) => {
      expect(mergePatched(before, mergePatchOf(before, after))).toEqual(after);
    })
  );
});
