import assert from 'node:assert/strict';
import { test } from 'node:test';

import { obstacle } from './requirements.mjs';

/** @type {import('./requirements.mjs').Machine} */
const GOOD = {
  platform: 'linux',
  isRoot: true,
  go: [1, 26],
  hasPython: true,
  hasPip: true,
  hasApt: true
};

test('a machine with everything has no obstacle', () => {
  assert.equal(obstacle(GOOD), undefined);
  assert.equal(obstacle({ ...GOOD, go: [2, 0] }), undefined);
});

test('each thing that is missing is named in one sentence, with what to do', () => {
  /** @type {[Partial<import('./requirements.mjs').Machine>, RegExp][]} */
  const cases = [
    [{ platform: 'darwin' }, /needs Linux.*KUBECONFIG/],
    [{ isRoot: false }, /needs root.*sudo.*KUBECONFIG/],
    [{ hasApt: false }, /no apt-get.*KUBECONFIG/],
    [{ go: undefined }, /^Go is missing: install Go 1\.26.*KUBECONFIG/],
    [{ go: [1, 22] }, /^Go 1\.22 is too old: install Go 1\.26/],
    [{ hasPython: false }, /^Python 3 is missing/],
    [{ hasPip: false }, /no pip/]
  ];
  for (const [missing, sentence] of cases) {
    const said = obstacle({ ...GOOD, ...missing }) ?? '';
    assert.match(said, sentence);
    assert.equal(said.split('\n').length, 1);
  }
});
