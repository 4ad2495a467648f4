import assert from 'node:assert/strict';
import { test } from 'node:test';

import { integrationPatterns, stages } from './suites.mjs';

test('every suite has a name of its own, so that no report is written over', () => {
  const names = stages.flat(2).map(suite => suite.name);
  assert.deepEqual(names, [...new Set(names)]);
});

test('what needs no cluster does not wait for what needs one', () => {
  const [first, ...later] = stages.map(lanes => lanes.flat());
  assert.ok(first.every(suite => suite.needs === 'nothing'));
  assert.ok(later.flat().every(suite => suite.needs === 'cluster'));
});

test('every file of the integration belongs to exactly one suite, wherever the checkout lies', () => {
  for (const root of ['/work/main', '/home/a+b/engines/(kube)']) {
    const { engines, others } = integrationPatterns(root);
    const belongs = file =>
      [engines, others].map(pattern => new RegExp(pattern, 'i').test(`${root}/${file}`));
    assert.deepEqual(belongs('engines/workflow/workflow.itest.ts'), [true, false]);
    assert.deepEqual(belongs('kube/kube.itest.ts'), [true, false]);
    assert.deepEqual(belongs('server/kinds/kinds.itest.ts'), [true, false]);
    assert.deepEqual(belongs('server/server.itest.ts'), [false, true]);
    assert.deepEqual(belongs('controller/bucket/bucket.itest.ts'), [false, true]);
  }
});
