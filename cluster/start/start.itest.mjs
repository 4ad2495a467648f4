/**
 * `npm start` where things go wrong, as a person at a terminal meets it: as root, on a machine where it can run.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { exec } from '../exec.mjs';
import { leftovers } from '../node/leftovers.mjs';
import { status } from '../node/lifecycle.mjs';
import { down } from '../index.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const name = `start-${process.pid}`;

/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-'));
});
after(async () => {
  await down({ name, purge: true });
  await rm(folder, { recursive: true, force: true });
});

/**
 * @typedef {object} Terminal
 * @property {() => string} text everything printed so far
 * @property {(wanted: RegExp) => Promise<void>} shows ends when that was printed; rejects when the command ends before
 * @property {Promise<number | null>} exitCode
 * @property {number} pid
 */

/**
 * Runs `node cluster/start.mjs` on a cluster of this test.
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Terminal}
 */
function npmStart(args, options = {}) {
  const words = ['cluster/start.mjs', '--name', name, ...args];
  const child = spawn(process.execPath, words, { cwd: root, stdio: 'pipe', ...options });
  let text = '';
  /** @type {Set<() => void>} */
  const readers = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', chunk => {
      text += chunk;
      readers.forEach(reader => reader());
    });
  }
  /** @type {Promise<number | null>} */
  const exitCode = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return {
    text: () => text,
    exitCode,
    pid: child.pid ?? 0,
    shows: wanted =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (wanted.test(text)) {
            readers.delete(look);
            resolve();
          }
        };
        readers.add(look);
        look();
        void exitCode.then(() => reject(new Error(`it ended without ${wanted}:\n${text}`)));
      })
  };
}

/** @returns {Promise<{ port: number, close: () => void }>} a port of this machine that somebody else uses */
async function usedPort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  assert(address !== null && typeof address === 'object');
  return { port: address.port, close: () => server.close() };
}

/** @returns {Promise<number>} a port that nobody uses just now */
async function freePort() {
  const { port, close } = await usedPort();
  close();
  return port;
}

/** @param {string[]} programs @returns {Promise<string>} a PATH on which only those are found */
async function pathWith(programs) {
  const bin = await mkdtemp(join(folder, 'bin-'));
  for (const program of programs) {
    await symlink((await exec('which', [program])).trim(), join(bin, program));
  }
  return bin;
}

/** Nothing of the cluster is on the machine: no process, mount, link, route, table or cgroup. */
async function assertClean() {
  const { plan } = await status(name);
  assert.deepEqual(await leftovers({ name, plan }), []);
}

test('without root it says that it needs root, and where else to go', async () => {
  // Not every user can read the checkout; the launcher needs nothing but itself to say this.
  for (const room of ['cluster', 'images']) {
    await cp(join(root, room), join(folder, 'checkout', room), {
      recursive: true,
      filter: source => !source.includes('node_modules')
    });
  }
  await exec('chmod', ['-R', 'a+rX', folder]);
  const nobody = { uid: 65534, gid: 65534 };
  const { exitCode, text } = npmStart([], { cwd: join(folder, 'checkout'), ...nobody });
  assert.equal(await exitCode, 1);
  assert.match(text(), /needs root.*sudo.*KUBECONFIG/);
  assert.equal(text().trim().split('\n').length, 1);
});

test('without Go it says which Go to install', async () => {
  const PATH = await pathWith(['apt-get', 'dpkg-query', 'python3']);
  const { exitCode, text } = npmStart([], { env: { ...process.env, PATH } });
  assert.equal(await exitCode, 1);
  assert.match(text(), /^Go is missing: install Go 1\.26 or newer/);
  assert.equal(text().trim().split('\n').length, 1);
});

test('with its port in use it says so, starts nothing, and leaves nothing', async () => {
  const { port, close } = await usedPort();
  try {
    const { exitCode, text } = npmStart(['--port', String(port)]);
    assert.equal(await exitCode, 1);
    assert.match(text(), new RegExp(`[Pp]ort ${port} .*in use.*--port`));
    assert.doesNotMatch(text(), /Start the node/);
  } finally {
    close();
  }
  await assertClean();
});

test('interrupted in the first build it ends cleanly; a second one meanwhile names the first', async () => {
  const cache = join(folder, 'cache');
  await mkdir(cache);
  const env = { ...process.env, KUBEFLOW_LAB_CACHE: cache, GOCACHE: join(folder, 'go-build') };
  const port = String(await freePort());
  const first = npmStart(['--port', port], { env });
  await first.shows(/compiling/);

  const second = npmStart(['--port', port], { env });
  assert.equal(await second.exitCode, 0);
  assert.match(second.text(), new RegExp(`already started by process ${first.pid}, .*npm stop`));

  process.kill(first.pid, 'SIGINT');
  assert.equal(await first.exitCode, 0);
  assert.match(first.text(), /Ending …\nEnded\. Your data is kept/);
  assert.doesNotMatch(first.text(), /failed|Error/);
  await assertClean();
  // The cache holds whole things only: what was being made is gone.
  const halves = (await readdir(cache, { recursive: true })).filter(path => path.includes('.part'));
  assert.deepEqual(halves, []);
});
