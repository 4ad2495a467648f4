import fc from 'fast-check';

import { mergePatchOf } from './merge-patch.js';

type Fields = Record<string, unknown>;

/** RFC 7396, as its own pseudo code has it. */
function apply(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    return patch;
  }
  const isObject = typeof target === 'object' && target !== null && !Array.isArray(target);
  const result: Fields = isObject ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[name];
    } else {
      result[name] = apply(result[name], value);
    }
  }
  return result;
}

const { tree } = fc.letrec(tie => ({
  leaf: fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 })),
  tree: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(tie('leaf'), tie('tree')))
}));

it('makes of anything what is wanted', () => {
  fc.assert(
    fc.property(tree as fc.Arbitrary<Fields>, tree as fc.Arbitrary<Fields>, (current, desired) => {
      expect(apply(current, mergePatchOf(current, desired))).toEqual(desired);
    })
  );
});

it('begins with nothing', () => {
  expect(mergePatchOf(undefined, { a: { b: 1 } })).toEqual({ a: { b: 1 } });
});
