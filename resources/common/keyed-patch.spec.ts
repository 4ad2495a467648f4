import fc from 'fast-check';

import { additions, independent, keyedPatchOf, keyedPatched } from './keyed-patch.js';
import type { KeyedPatch } from './keyed-patch.js';
import { same } from './same.js';

const A = { name: 'a', value: 1 };
const B = { name: 'b' };

it.each([
  [{ x: 1 }, { x: 1 }, null],
  [{ x: 1, y: 2 }, { x: 1 }, { fields: { y: { gone: true } } }],
  [{ x: { y: 1 } }, { x: { y: 2 } }, { fields: { x: { fields: { y: { set: 2 } } } } }],
  [[A], [B, A], { items: { b: { set: B } } }],
  [[A, B], [B, A], null],
  [[A], [{ ...A, value: 2 }], { items: { a: { fields: { value: { set: 2 } } } } }],
  [undefined, [A], { items: { a: { set: A } } }],
  [[1, 2], [2, 1], { set: [2, 1] }],
  [[{ name: 'v', mountPath: '/x' }], [], { items: { '/x': { gone: true } } }]
])('from %j to %j it is %j', (before, after, patch) => {
  expect(keyedPatchOf(before, after)).toEqual(patch);
});

it('changes another version of the object, and only what is there', () => {
  const patch = keyedPatchOf([A], [{ ...A, more: true }, B])!;
  expect(keyedPatched([{ name: 'c' }, { name: 'a', value: 7 }], patch)).toEqual([
    { name: 'c' },
    { name: 'a', value: 7, more: true },
    B
  ]);
  expect(keyedPatched([], patch)).toEqual([B]);
});

it('is left without what another one changes, too', () => {
  const mine = keyedPatchOf({ x: 1, list: [A] }, { x: 2, list: [{ ...A, value: 5, more: 1 }] })!;
  const theirs = keyedPatchOf({ x: 1, list: [A] }, { x: 3, list: [{ ...A, value: 6 }] });
  expect(independent(mine, theirs)).toEqual(
    keyedPatchOf({ list: [A] }, { list: [{ ...A, more: 1 }] })
  );
  expect(independent(mine, { set: 1 })).toBeNull();
});

/** With a key that JavaScript takes for something else where objects are written with care less. */
const key = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'toString'), fc.string());
const { object } = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer(),
    fc.string(),
    fc.array(fc.integer(), { maxLength: 3 }),
    fc.uniqueArray(fc.record({ name: fc.constantFrom('p', 'q', 'r'), x: tie('value') }), {
      selector: ({ name }) => name,
      maxLength: 3
    }),
    tie('object')
  ),
  object: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 4 })
    .map(entries => Object.fromEntries(entries) as object)
}));

/** Things with names in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const parts: unknown[] = value.map(sorted);
    return parts.every(part => typeof part === 'object')
      ? parts.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
      : parts;
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, sorted(part)]))
    : value;
}

it('makes the one of the other, also as JSON', () => {
  fc.assert(
    fc.property(object, object, (before, after) => {
      const patch = keyedPatchOf(before, after);
      const stored = JSON.parse(JSON.stringify(patch)) as KeyedPatch | null;
      const made = stored === null ? before : keyedPatched(before, stored);
      expect(same(sorted(made), sorted(after))).toBe(true);
    })
  );
});

it.each([
  [{ x: 1 }, { x: 2, y: 3 }, { x: 1, y: 3 }],
  [{ x: 1, z: 1 }, { x: 1 }, { x: 1, z: 1 }],
  [{ list: [A] }, { list: [{ ...A, value: 2, more: 1 }, B] }, { list: [{ ...A, more: 1 }, B] }],
  [{}, { list: [B] }, { list: [B] }],
  [[A], [B], [A, B]]
])('of %j to %j only what is added makes %j', (before, after, result) => {
  const left = additions(keyedPatchOf(before, after)!, before);
  expect(left === null ? before : keyedPatched(before, left)).toEqual(result);
});
