import assert from 'node:assert/strict';
import { test } from 'node:test';

import { whileRunning } from './running.mjs';

const never = new Promise(() => undefined);

test('what is measured is answered while the process runs', async () => {
  assert.equal(await whileRunning({ ended: never }, () => '', Promise.resolve(7)), 7);
});

test('a process that ends by itself ends the measurement, with what it said last', async () => {
  const process = { ended: Promise.resolve(1) };
  await assert.rejects(
    whileRunning(process, () => 'Leadership lost', never),
    { message: 'The controller ended (1) while it was measured. Leadership lost' }
  );
});

test('a process that ends later, as it is told to, harms nothing', async () => {
  let end;
  const process = { ended: new Promise(resolve => (end = resolve)) };
  const work = whileRunning(process, () => '', Promise.resolve('done'));
  end('SIGTERM');
  assert.equal(await work, 'done');
});
