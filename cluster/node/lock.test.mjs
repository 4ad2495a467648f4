import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { withLock } from './lock.mjs';

/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
after(() => rm(folder, { recursive: true }));

test('under one lock, one after another; also after a failure', async () => {
  const file = join(folder, 'a');
  let inside = 0;
  let most = 0;
  const action = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise(resolve => setTimeout(resolve, 10));
    inside -= 1;
    throw new Error('on purpose');
  };
  const results = await Promise.allSettled([withLock(file, action), withLock(file, action)]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected']
  );
  assert.equal(most, 1);
  assert(!existsSync(file));
});

test('the lock of a process that has ended is none', async () => {
  const file = join(folder, 'b');
  await writeFile(file, JSON.stringify({ pid: process.pid, started: '1' }));
  assert.equal(await withLock(file, async () => 'done'), 'done');
});

test('waiting for a lock can be interrupted', async () => {
  const file = join(folder, 'c');
  await withLock(file, async () => {
    await assert.rejects(
      withLock(file, async () => undefined, AbortSignal.timeout(20)),
      /timeout/i
    );
  });
});
