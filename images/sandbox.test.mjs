import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { exec } from '../cluster/exec.mjs';
import { runInRoot } from './sandbox.mjs';

/** @type {string} */
let folder;
/** @type {string} */
let root;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  root = join(folder, 'root');
  for (const name of ['mnt', 'tmp', 'dev', 'proc', 'usr', 'data']) {
    await mkdir(join(root, name), { recursive: true });
  }
  // This machine's own programs, so that the test needs no other system.
  await exec('cp', ['--archive', '/bin', '/lib', '/lib64', '/sbin', root]);
});
after(() => rm(folder, { recursive: true, force: true }));

/**
 * @param {string} script
 * @param {import('./sandbox.mjs').Mount[]} [mounts]
 * @param {boolean} [writable]
 */
function run(script, mounts = [], writable = false) {
  const programs = { from: '/usr', to: '/usr' };
  return runInRoot({
    root,
    writable,
    mounts: [programs, ...mounts],
    command: ['sh', '-c', script]
  });
}

test('a command sees the given root, no network and nothing of the environment', async () => {
  process.env.SANDBOX_TEST_SECRET = 'secret';
  try {
    const seen = await run('ls -d /data /home 2>/dev/null; cat /proc/net/dev | grep -c : ; env');
    const lines = seen.trim().split('\n');
    assert.deepEqual(lines.slice(0, 2), ['/data', '1'], 'only the loopback interface');
    assert.ok(!seen.includes('SANDBOX_TEST_SECRET'));
  } finally {
    delete process.env.SANDBOX_TEST_SECRET;
  }
});

test('the root is read-only unless it is to be made', async () => {
  await assert.rejects(run('echo x > /data/file'), /exit code/);
  assert.deepEqual(await readdir(join(root, 'data')), []);
  await run('echo x > /data/file', [], true);
  assert.equal(await readFile(join(root, 'data', 'file'), 'utf8'), 'x\n');
});

test('what is mounted can be read, and written where that is allowed', async () => {
  const given = join(folder, 'given');
  const made = join(folder, 'made');
  await mkdir(given);
  await mkdir(made);
  await writeFile(join(given, 'file'), 'hello');
  const mounts = [
    { from: given, to: '/mnt/given' },
    { from: join(given, 'file'), to: '/mnt/single' },
    { from: made, to: '/mnt/made', writable: true }
  ];
  assert.equal(
    await run('cat /mnt/given/file /mnt/single; cp /mnt/single /mnt/made/copy', mounts),
    'hellohello'
  );
  assert.equal(await readFile(join(made, 'copy'), 'utf8'), 'hello');
  await assert.rejects(run('echo x > /mnt/given/file', mounts), /exit code/);
});

test('no mount and no file of it is left on this machine', async () => {
  await run('echo x > /tmp/left; echo x > /mnt/left');
  assert.ok(!(await readFile('/proc/mounts', 'utf8')).includes(root));
  assert.deepEqual(await readdir(join(root, 'tmp')), []);
  assert.deepEqual(await readdir(join(root, 'mnt')), []);
});
