import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { ensureNodeModules, nodeModulesAreCurrent } from './node-modules.mjs';

/** @type {string} */
let root;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'node-modules-'));
});
after(() => rm(root, { recursive: true }));

test('packages are installed once for each lock file, and bring no node of their own', async () => {
  const bin = join(root, 'node_modules', '.bin');
  let runs = 0;
  const run = async () => {
    runs += 1;
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'node'), '');
    await writeFile(join(bin, 'tsc'), '');
  };

  await writeFile(join(root, 'package-lock.json'), 'one');
  assert.equal(nodeModulesAreCurrent(root), false);
  await ensureNodeModules(root, run);
  await ensureNodeModules(root, run);
  assert.equal(runs, 1);
  assert.equal(nodeModulesAreCurrent(root), true);
  assert.equal(existsSync(join(bin, 'node')), false);
  assert.equal(existsSync(join(bin, 'tsc')), true);

  await writeFile(join(root, 'package-lock.json'), 'two');
  assert.equal(nodeModulesAreCurrent(root), false);
  await ensureNodeModules(root, run);
  assert.equal(runs, 2);
});
