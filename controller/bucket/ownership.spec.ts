import type { Profile } from '@kubeflow-lab/resources';
import fc from 'fast-check';

import { claimOn, isMadeFor, tagsFor, userOf } from './ownership.js';

const profile = (uid: string, name: string): Profile => ({
  metadata: { name: 'vision', uid },
  spec: { owner: { kind: 'User', name } }
});
const wanted = tagsFor(profile('1', 'ada@example.com'));

it.each([
  ['no bucket', null, 'free'],
  ['the bucket of this project', wanted, 'ours'],
  [
    'one that was kept from an earlier project of the same owner',
    tagsFor(profile('0', 'ada@example.com')),
    'free'
  ],
  [
    'one of this project, which has changed hands',
    tagsFor(profile('1', 'grace@example.com')),
    'free'
  ],
  [
    "one that was kept from somebody else's project",
    tagsFor(profile('0', 'grace@example.com')),
    'taken'
  ],
  ['one that nobody has marked', {}, 'unmarked'],
  ['one with tags of another program', { team: 'vision' }, 'unmarked']
])('%s', (_what, tags, claim) => {
  expect(claimOn(tags, wanted)).toBe(claim);
});

it('an owner is more than a name', () => {
  const owners = [
    { kind: 'User' as const, name: 'ada' },
    { kind: 'Group' as const, name: 'ada' },
    { kind: 'ServiceAccount' as const, name: 'ada', namespace: 'a' },
    { kind: 'ServiceAccount' as const, name: 'ada', namespace: 'b' }
  ];
  const tags = owners.map(owner =>
    JSON.stringify(tagsFor({ metadata: { uid: '1' }, spec: { owner } }))
  );
  expect(new Set(tags).size).toBe(owners.length);
});

it('only the bucket that was made for a project goes with it', () => {
  expect(isMadeFor(wanted, '1')).toBe(true);
  expect(isMadeFor(wanted, '2')).toBe(false);
  expect(isMadeFor({}, undefined)).toBe(false);
  expect(isMadeFor(null, '1')).toBe(false);
});

it('every project has a user of its own whose name AWS takes', () => {
  const namespace = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  fc.assert(
    fc.property(namespace, namespace, (a, b) => {
      expect(userOf(a).length).toBeLessThanOrEqual(64);
      expect(userOf(a) === userOf(b)).toBe(a === b);
    })
  );
  const long = 'a'.repeat(62);
  expect(userOf(`${long}b`)).not.toBe(userOf(`${long}c`));
});
