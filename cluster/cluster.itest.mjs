/**
 * The cluster on a real machine: `node --test cluster/cluster.itest.mjs`, as root. It uses a cluster and
 * a state folder of its own, beside whatever runs.
 */
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { exec } from './exec.mjs';
import { apiOf } from './node/api.mjs';
import { PAUSE_IMAGE } from './node/config.mjs';
import { leftovers } from './node/leftovers.mjs';
import { down, listImages, loadImage, setForward, status, up } from './index.mjs';
import { pauseImagePath } from './build/pause-image.mjs';

const name = `itest-${process.pid}`;
const patience = 120_000;

after(() => down({ name, purge: true }));

const start = () => up({ name, throwaway: true, forwards: { 0: null } });

/**
 * @param {() => Promise<unknown>} condition
 * @param {string} what
 */
async function until(condition, what) {
  const end = Date.now() + 60_000;
  while (!(await condition())) {
    assert(Date.now() < end, `waited for a minute until ${what}`);
    await sleep(100);
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 */
async function call(method, path, body) {
  const api = await apiOf((await status(name)).kubeconfig);
  const answer = await api.call(method, path, body);
  assert(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.body?.message}`);
  return answer.body;
}

/** @param {string} pod */
async function isRunning(pod) {
  const { status: now } = await call('GET', `/api/v1/namespaces/default/pods/${pod}`);
  return (
    now.phase === 'Running' && now.containerStatuses.every((/** @type {any} */ one) => one.ready)
  );
}

async function assertClean() {
  const { plan } = await status(name);
  assert.deepEqual(await leftovers({ name, plan }), []);
}

test('a node comes up and runs a pod', { timeout: patience }, async () => {
  const cluster = await start();
  assert.equal(cluster.phase, 'ready');
  assert.equal(cluster.wasRunning, false);

  await call('POST', '/api/v1/namespaces/default/pods', {
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: { containers: [{ name: 'main', image: PAUSE_IMAGE }] }
  });
  await until(() => isRunning('web'), 'the pod runs');
});

test('started again it says that it runs, and nothing changes', { timeout: patience }, async () => {
  const before = await status(name);
  const again = await start();
  assert.equal(again.wasRunning, true);
  assert.deepEqual(again.components, before.components);
});

test('an image from an archive is there', { timeout: patience }, async () => {
  const interrupted = AbortSignal.abort(new Error('Interrupted.'));
  await assert.rejects(loadImage(name, await pauseImagePath(), interrupted), /^Error: Interrupted/);
  assert.deepEqual(await loadImage(name, await pauseImagePath()), [PAUSE_IMAGE]);
  assert((await listImages(name)).get(PAUSE_IMAGE)?.startsWith('sha256:'));
  await assert.rejects(loadImage(name, '/no/such/file.tar'), /There is no image archive/);
});

test(
  'services answer from this machine, and through a loopback port',
  { timeout: patience },
  async () => {
    const { plan, ports } = await status(name);
    assert(plan);
    const kubernetes = `${plan.apiService}:443`;
    const ca = await pemOf('certificate-authority-data');
    const get = (/** @type {string} */ address) =>
      exec('curl', [
        '--silent',
        '--show-error',
        '--max-time',
        '5',
        '--cacert',
        ca,
        ...resolve(address)
      ]);
    assert.match(await get(kubernetes), /"gitVersion": "v1/);

    const loopback = `127.0.0.1:${ports[0]}`;
    await assert.rejects(get(loopback), /SSL|wrong version|packet/);
    await setForward(name, 0, kubernetes);
    await until(
      () =>
        get(loopback).then(
          () => true,
          () => false
        ),
      'the forward takes effect'
    );
    assert.match(await get(loopback), /"gitVersion": "v1/);
  }
);

/**
 * @param {string} address
 * @returns {string[]} curl's arguments to ask that address for the version, under the certificate's name
 */
function resolve(address) {
  const [host, port] = address.split(':');
  return ['--resolve', `kubernetes:${port}:${host}`, `https://kubernetes:${port}/version`];
}

/** @param {string} field */
async function pemOf(field) {
  const config = JSON.parse(await readFile((await status(name)).kubeconfig, 'utf8'));
  const file = join(tmpdir(), `${name}.crt`);
  after(() => rm(file, { force: true }));
  await writeFile(file, Buffer.from(config.clusters[0].cluster[field], 'base64'));
  return file;
}

test('a component that is killed is started again', { timeout: patience }, async () => {
  const pid = await processOf('kube-scheduler');
  process.kill(pid, 'SIGKILL');
  await until(async () => {
    const { components } = await status(name);
    return (
      components['kube-scheduler'].restarts === 1 &&
      components['kube-scheduler'].state === 'running'
    );
  }, 'the scheduler runs again');
});

test('a sandbox that is killed comes back with its objects', { timeout: patience }, async () => {
  process.kill(await processOf('unshare'), 'SIGKILL');
  await until(async () => (await status(name)).phase !== 'ready', 'the end is noticed');
  await until(async () => (await status(name)).phase === 'ready', 'the node is ready again');
  await until(() => isRunning('web').catch(() => false), 'the pod runs again');
});

test('after the supervisor is killed, a new start repairs', { timeout: patience }, async () => {
  process.kill(await processOf('host.mjs'), 'SIGKILL');
  await until(async () => (await status(name)).phase === 'down', 'the end is noticed');
  const cluster = await start();
  assert.equal(cluster.wasRunning, false);
  await until(() => isRunning('web').catch(() => false), 'the pod runs again');
});

test('after the supervisor is killed, down leaves nothing', { timeout: patience }, async () => {
  process.kill(await processOf('host.mjs'), 'SIGKILL');
  await down({ name });
  await assertClean();
});

test('data outlives down; down leaves nothing', { timeout: patience }, async () => {
  await start();
  await until(() => isRunning('web').catch(() => false), 'the pod runs again');
  await down({ name });
  await assertClean();
  await down({ name, purge: true });
  assert.equal((await status(name)).phase, 'down');
});

/**
 * The id of the process of this cluster whose command holds a word.
 * @param {string} word
 */
async function processOf(word) {
  const { plan } = await status(name);
  const lines = (await leftovers({ name, plan })).filter(({ kind }) => kind === 'process');
  const found = lines.find(
    ({ what }) => what.split(/[\s/]/).includes(word) && !what.includes(`sandbox.mjs ${name}/`)
  );
  assert(found, `no process of ${word}`);
  return Number(found.what.split(' ')[0]);
}
