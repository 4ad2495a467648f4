import assert from 'node:assert/strict';
import { test } from 'node:test';

import { workTasks } from './trace.mjs';

const event = (name, ts, dur, tid = 1) => ({ name, ph: 'X', pid: 1, tid, ts, dur });

test('counts tasks of the main thread in which a script ran or something was laid out', () => {
  const events = [
    { name: 'thread_name', ph: 'M', pid: 1, tid: 1, ts: 0, args: { name: 'CrRendererMain' } },
    { name: 'thread_name', ph: 'M', pid: 1, tid: 2, ts: 0, args: { name: 'Compositor' } },
    event('RunTask', 0, 5000),
    event('FunctionCall', 100, 10),
    event('RunTask', 6000, 9000),
    event('Paint', 6100, 10),
    event('RunTask', 20_000, 2000),
    event('Layout', 20_100, 1),
    event('RunTask', 0, 7000, 2),
    event('FunctionCall', 100, 10, 2)
  ];
  assert.deepEqual(workTasks(events), [5, 2]);
});
