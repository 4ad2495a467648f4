import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { identify, isAlive } from './process.mjs';
import { backOff, supervise } from './supervise.mjs';

test('the pause before a new start grows to half a minute', () => {
  assert.deepEqual([1, 2, 3, 7, 20].map(backOff), [500, 1000, 2000, 30_000, 30_000]);
});

test('a component that ends is reported and started again, until it is stopped', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'supervise-'));
  try {
    await symlink('/bin/sh', join(folder, 'shell'));
    /** @type {any[]} */
    const events = [];
    /** @type {(value?: unknown) => void} */
    let again = () => undefined;
    const secondStart = new Promise(resolve => (again = resolve));
    const component = supervise({
      component: { name: 'one', program: 'shell', args: ['-c', 'echo started; sleep 0.1; exit 3'] },
      binaries: folder,
      logs: folder,
      onEvent: event => {
        events.push(event);
        if (event.state === 'running' && event.restarts === 1) {
          again();
        }
      }
    });
    await secondStart;
    const id = identify(component.pid() ?? 0);
    await component.stop();
    assert.equal(isAlive(id), false);
    assert.deepEqual(
      events.map(({ state, how, restarts }) => [state, how, restarts]),
      [
        ['running', undefined, 0],
        ['ended', 'exit code 3', 0],
        ['running', undefined, 1]
      ]
    );
    assert.match(await readFile(join(folder, 'one.log'), 'utf8'), /^started\n/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a component that is renewed is another process afterwards', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'supervise-'));
  try {
    await symlink('/bin/sleep', join(folder, 'sleeper'));
    /** @type {(pid: number) => void} */
    let report = () => undefined;
    const next = () => new Promise(resolve => (report = resolve));
    const first = next();
    const component = supervise({
      component: { name: 'one', program: 'sleeper', args: ['60'] },
      binaries: folder,
      logs: folder,
      onEvent: ({ state, pid }) => state === 'running' && setImmediate(() => report(pid ?? 0))
    });
    const before = await first;
    const second = next();
    component.renew();
    const after = await second;
    assert.notEqual(after, before);
    assert.equal(component.pid(), after);
    await component.stop();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a process is not mistaken for another with its number', () => {
  const self = identify(process.pid);
  assert(isAlive(self));
  assert(!isAlive({ pid: process.pid, started: '1' }));
  assert(!isAlive(undefined));
});
