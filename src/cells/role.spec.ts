import fc from 'fast-check';

import { roleOf, withRole, type CellRole } from './role';

it.each<[string[], CellRole]>([
  [[], { kind: 'none' }],
  [['mine'], { kind: 'none' }],
  [['step:load'], { kind: 'step', name: 'load', after: [] }],
  [['block:load', 'prev:a', 'prev:b'], { kind: 'step', name: 'load', after: ['a', 'b'] }],
  [['parameters'], { kind: 'parameters' }],
  [['pipeline-parameters'], { kind: 'parameters' }],
  [['pipeline-metrics'], { kind: 'metrics' }],
  [['imports', 'step:load'], { kind: 'imports' }],
  [['skip'], { kind: 'skip' }]
])('reads %j', (tags, role) => {
  expect(roleOf(tags)).toEqual(role);
});

const names = fc.stringMatching(/^[_a-z][_a-z0-9]{0,8}$/);
const roles: fc.Arbitrary<CellRole> = fc.oneof(
  fc
    .constantFrom('none', 'imports', 'functions', 'parameters', 'metrics', 'skip')
    .map(kind => ({ kind }) as CellRole),
  fc.record({
    kind: fc.constant('step' as const),
    name: names,
    after: fc.uniqueArray(names, { maxLength: 3 })
  })
);
const foreign = fc.uniqueArray(
  fc.constantFrom('mine', 'limit:cpu:1', 'image:a:1', 'cache:enabled')
);

it('writes what it reads, and leaves the tags of others and of settings alone', () => {
  fc.assert(
    fc.property(foreign, roles, roles, (others, before, role) => {
      const tags = withRole(withRole(others, before), role);
      expect(roleOf(tags)).toEqual(role);
      expect(tags.slice(0, others.length)).toEqual(others);
      expect(withRole(tags, { kind: 'none' })).toEqual(others);
    })
  );
});
