import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CommandError, exec } from './exec.mjs';
import { identify } from './node/process.mjs';

test('a command gives its output, or the reason why there is none', async () => {
  assert.equal(await exec('sh', ['-c', 'printf one; cat'], { input: ' two' }), 'one two');
  await assert.rejects(exec('sh', ['-c', 'echo why >&2; exit 3']), error => {
    assert(error instanceof CommandError);
    assert.equal(error.code, 3);
    assert.match(error.message, /exit code 3: why/);
    return true;
  });
});

test('aborting ends a command and what it started, and waits until both are gone', async () => {
  const abort = new AbortController();
  /** @type {string[]} */
  const lines = [];
  const running = exec('sh', ['-c', 'sleep 1000 & echo $!; wait'], {
    signal: abort.signal,
    onLine: line => {
      lines.push(line);
      abort.abort(new Error('enough'));
    }
  });
  await assert.rejects(running, /enough/);
  assert.equal(identify(Number(lines[0])), undefined);
});
