import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AddonStates, announced } from './addon-states.mjs';

/**
 * A client that notes which states it is asked to write, and fails as often as told.
 * @param {number} [failures]
 */
function recorder(failures = 0) {
  /** @type {import('./addon-states.mjs').AddonState[][]} */
  const written = [];
  let left = failures;
  return {
    written,
    /** @type {import('./client.mjs').Client['apply']} */
    async apply(objects) {
      if (left > 0) {
        left -= 1;
        throw new Error('connection refused');
      }
      const [object] = /** @type {import('./client.mjs').KubeObject[]} */ (objects);
      written.push(JSON.parse(object?.data['addons.json']));
    }
  };
}

/**
 * @param {string} id
 * @param {() => unknown} run
 * @returns {import('./addon-states.mjs').Step}
 */
const step = (id, run) => ({ id, title: `Do ${id}`, run });

/** @type {import('../steps/graph.mjs').StepContext} */
const CONTEXT = {
  log: () => undefined,
  detail: () => undefined,
  progress: () => undefined,
  result: () => undefined,
  signal: new AbortController().signal
};

test('what was said before there is a cluster is written when there is one', async () => {
  const states = new AddonStates();
  states.set('a', 'installing', 'Build a …');
  const client = recorder();
  states.connect(client);
  await states.settled();
  assert.deepEqual(client.written, [[{ name: 'a', state: 'installing', message: 'Build a …' }]]);
});

test('the newest state is written last, and those it overtook are left out', async () => {
  const states = new AddonStates();
  const client = recorder();
  states.connect(client);
  states.set('a', 'installing', '1');
  states.set('a', 'installing', '2');
  states.set('a', 'ready', '');
  await states.settled();
  assert.deepEqual(client.written.at(-1), [{ name: 'a', state: 'ready', message: '' }]);
  assert.ok(client.written.length <= 2, `${client.written.length} writes`);
});

test('a write that failed is tried again, and said', async () => {
  /** @type {string[]} */
  const lines = [];
  const states = new AddonStates({
    log: line => lines.push(line),
    retry: { attempts: 3, pause: 1 }
  });
  const client = recorder(2);
  states.set('a', 'ready', '');
  states.connect(client);
  await states.settled();
  assert.deepEqual(client.written, [[{ name: 'a', state: 'ready', message: '' }]]);
  assert.equal(lines.filter(line => line.includes('connection refused')).length, 2);
});

test('a cluster that is gone is not waited for without end, and asked again with the next state', async () => {
  const states = new AddonStates({ retry: { attempts: 2, pause: 1 } });
  const client = recorder(2);
  states.set('a', 'installing', '');
  states.connect(client);
  await states.settled();
  assert.equal(client.written.length, 0);
  states.set('a', 'ready', '');
  await states.settled();
  assert.equal(client.written.at(-1)?.[0]?.state, 'ready');
});

test('an add-on is ready after its last step, and failed with the reason when one fails', async () => {
  const states = new AddonStates();
  const client = recorder();
  states.connect(client);
  const fail = () => {
    throw new Error('No space left.');
  };
  const good = announced(
    [step('1', () => 'a'), step('2', () => 'b')],
    { name: 'good', title: 'Good' },
    states
  );
  const bad = announced([step('3', fail)], { name: 'bad', title: 'Bad' }, states);
  assert.equal(await good[0]?.run(CONTEXT), 'a');
  await states.settled();
  assert.equal(client.written.at(-1)?.[0]?.state, 'installing');
  assert.equal(await good[1]?.run(CONTEXT), 'b');
  await assert.rejects(async () => bad[0]?.run(CONTEXT), /No space left/);
  await states.settled();
  assert.deepEqual(client.written.at(-1), [
    { name: 'good', state: 'ready', message: '' },
    { name: 'bad', state: 'failed', message: 'No space left.' }
  ]);
});
