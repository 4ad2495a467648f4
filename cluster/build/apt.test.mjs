import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CommandError } from '../exec.mjs';
import { aptGet } from './apt.mjs';

const LOCKED = [
  'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 2990 (apt-get)',
  'E: Unable to lock directory /var/lib/apt/lists/'
];

/**
 * An apt-get that fails with each of these in turn, and then succeeds.
 * @param {string[][]} failures lines that it prints
 */
function failing(failures) {
  const left = [...failures];
  const run = async () => {
    const lines = left.shift();
    if (lines) {
      throw new CommandError('apt-get', 100, null, lines);
    }
    return 'done';
  };
  return { run, pauseMs: 1, left };
}

test('waits while another program holds a lock', async () => {
  assert.equal(await aptGet(['update'], {}, failing([LOCKED, LOCKED.slice(1)])), 'done');
});

test('gives up where the lock is held for longer than its patience', async () => {
  const how = { ...failing(Array(1000).fill(LOCKED)), patienceMs: 20 };
  await assert.rejects(aptGet(['update'], {}, how), /Unable to lock directory/);
});

test('does not try again what fails for another reason', async () => {
  const how = failing([['E: Unable to locate package nothing'], LOCKED]);
  await assert.rejects(aptGet(['install', 'nothing'], {}, how), /locate package/);
  assert.deepEqual(how.left, [LOCKED]);
});

test('ends at once when it is interrupted', async () => {
  const stop = new AbortController();
  const how = { ...failing(Array(1000).fill(LOCKED)), pauseMs: 60_000 };
  const update = aptGet(['update'], { signal: stop.signal }, how);
  setImmediate(() => stop.abort(new Error('interrupted')));
  await assert.rejects(update, { name: 'AbortError' });
});
