import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { ClearError } from '../errors.mjs';
import { inOrder, runSteps, startSteps } from './graph.mjs';
import { SILENT } from './report.mjs';

/** @type {string} */
let logs;
before(async () => {
  logs = await mkdtemp(join(tmpdir(), 'steps-'));
});
after(() => rm(logs, { recursive: true }));

/** @param {number} milliseconds */
const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/**
 * @param {string} id
 * @param {Partial<import('./graph.mjs').Step>} [rest]
 * @returns {import('./graph.mjs').Step}
 */
const step = (id, rest = {}) => ({ id, title: `Do ${id}`, run: () => id, ...rest });

test('a step runs after what it depends on and sees its result', async () => {
  /** @type {string[]} */
  const order = [];
  const { results } = await runSteps(
    [
      step('b', { after: ['a'], run: ({ result }) => (order.push('b'), `${result('a')}!`) }),
      step('a', { run: async () => (await wait(5), order.push('a'), 'made') })
    ],
    { report: SILENT, logs }
  );
  assert.deepEqual(order, ['a', 'b']);
  assert.equal(results.get('b'), 'made!');
});

test('independent steps run side by side, those that share a thing in turns', async () => {
  let compiling = 0;
  let most = 0;
  let together = 0;
  const compile = async () => {
    compiling += 1;
    most = Math.max(most, compiling);
    await wait(5);
    compiling -= 1;
  };
  await runSteps(
    [
      step('a', { uses: 'compiler', run: compile }),
      step('b', { uses: 'compiler', run: compile }),
      step('c', { run: () => wait(2).then(() => (together = compiling)) })
    ],
    { report: SILENT, logs }
  );
  assert.equal(most, 1);
  assert.equal(together, 1);
});

test('what is done already is not done again', async () => {
  let ran = false;
  /** @type {string[]} */
  const outcomes = [];
  await runSteps([step('a', { done: () => true, run: () => void (ran = true) })], {
    report: { ...SILENT, ended: (_, outcome) => outcomes.push(outcome) },
    logs
  });
  assert.equal(ran, false);
  assert.deepEqual(outcomes, ['cached']);
});

test('a failure is one sentence with the log file, and stops the rest', async () => {
  let stopped = false;
  const run = runSteps(
    [
      step('bad', {
        run: async ({ log }) => {
          log('the whole story');
          await wait(2);
          throw new Error('the disk is full\nat somewhere');
        }
      }),
      step('long', {
        run: ({ signal }) =>
          new Promise((_, reject) =>
            signal.addEventListener('abort', () => {
              stopped = true;
              reject(signal.reason);
            })
          )
      }),
      step('later', { after: ['bad'], run: () => assert.fail('ran after a failure') })
    ],
    { report: SILENT, logs }
  );
  await assert.rejects(run, error => {
    assert(error instanceof ClearError);
    assert.match(
      error.message,
      /^"Do bad" failed: the disk is full\. The whole story is in \S+bad\.log\.$/
    );
    return true;
  });
  assert(stopped);
  assert.match(await readFile(join(logs, 'bad.log'), 'utf8'), /the whole story/);
});

test('the failure of an optional step stops only what comes after it', async () => {
  const run = startSteps(
    [
      step('extra', {
        optional: true,
        run: () => {
          throw new ClearError('It is not offered here.');
        }
      }),
      step('on top', { after: ['extra'], optional: true }),
      step('core')
    ],
    { report: SILENT, logs }
  );
  assert.equal(await run.step('core'), 'core');
  await assert.rejects(run.step('on top'), /It is not offered here/);
  const { failures } = await run.finished;
  assert.deepEqual(
    failures.map(({ message }) => message),
    ['It is not offered here.']
  );
});

test('an interruption ends the run with its reason', async () => {
  const controller = new AbortController();
  const run = runSteps(
    [
      step('a', {
        run: ({ signal }) => new Promise((_, no) => signal.addEventListener('abort', no))
      })
    ],
    { report: SILENT, logs, signal: controller.signal }
  );
  setTimeout(() => controller.abort(new ClearError('Interrupted.')), 5);
  await assert.rejects(run, /Interrupted/);
});

test('steps that wait for each other, or for none, are refused', () => {
  assert.throws(() => inOrder([step('a', { after: ['b'] }), step('b', { after: ['a'] })]), /a, b/);
  assert.throws(
    () => startSteps([step('a', { after: ['nothing'] })], { report: SILENT, logs }),
    /"nothing", which does not exist/
  );
});

test('many steps that listen to an interruption are no warning to who starts them', async () => {
  /** @type {Error[]} */
  const warnings = [];
  const warned = (/** @type {Error} */ warning) => warnings.push(warning);
  process.on('warning', warned);
  const listen = (/** @type {{ signal: AbortSignal }} */ { signal }) =>
    signal.addEventListener('abort', () => undefined);
  const steps = Array.from({ length: 20 }, (_, i) => step(`s${i}`, { run: listen }));
  await runSteps(steps, { report: SILENT, logs });
  await wait(5);
  process.off('warning', warned);
  assert.deepEqual(warnings, []);
});
