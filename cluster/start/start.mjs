import { join } from 'node:path';

import { ClearError, messageOf } from '../errors.mjs';
import { down } from '../node/lifecycle.mjs';
import { pathsOf, writeJson } from '../node/state.mjs';
import { startSteps } from '../steps/graph.mjs';
import { reportTo } from '../steps/report.mjs';
import { duration } from '../steps/text.mjs';
import { ADDRESS, startGraph } from './graph.mjs';
import { enterStart, leaveStart, runningStart } from './running.mjs';

/**
 * Brings kubeflow-lab up, prints its address as soon as it can be opened, goes on with what follows behind it, and
 * stays in the foreground until it is interrupted, unless `detach` is given.
 * @param {import('./options.mjs').StartOptions & { root: string }} options
 */
export async function start(options) {
  const { name, port, detach, waitAll, json } = options;
  const startedAt = Date.now();
  const origin = `http://localhost:${port}`;
  const other = await runningStart(name);
  if (other) {
    process.stdout.write(
      `kubeflow-lab is already started by process ${other.process.pid}, at ${other.origin}. To end it: npm stop\n`
    );
    return;
  }
  await enterStart(name, origin);
  const interrupted = interruption();
  try {
    const report = reportTo();
    const graph = startGraph({ ...options, origin });
    const run = startSteps(graph.steps, {
      report,
      logs: join(pathsOf(name).root, 'logs', 'start'),
      signal: interrupted
    });
    const installed = await withReason(run.step(ADDRESS), run.finished);
    report.note(greeting(origin, installed.accounts, Date.now() - startedAt));
    if (json) {
      const seconds = (Date.now() - startedAt) / 1000;
      await writeJson(json, {
        origin,
        seconds,
        accounts: installed.accounts,
        kubeconfig: pathsOf(name).kubeconfig
      });
    }
    const { failures } = await run.finished;
    await graph.states.settled();
    if (failures.length > 0 && waitAll) {
      throw failures[0];
    }
    report.note(
      failures.length > 0 ? failures.map(messageOf).join('\n') : 'Everything is installed.'
    );
    if (!detach) {
      report.note('Press Ctrl-C to end it; your data is kept.');
      await new Promise(resolve => interrupted.addEventListener('abort', resolve, { once: true }));
    }
  } catch (error) {
    if (!interrupted.aborted) {
      throw error;
    }
  } finally {
    await leaveStart(name);
  }
  if (interrupted.aborted) {
    process.stdout.write('\nEnding …\n');
    await down({ name });
    process.stdout.write('Ended. Your data is kept, and the next start goes on from here.\n');
  }
}

/**
 * A failed step makes the steps after it fail with the same sentence, but the whole ends only when all have
 * let go of what they were doing.
 * @template T
 * @param {Promise<T>} wanted
 * @param {Promise<unknown>} finished
 * @returns {Promise<T>}
 */
async function withReason(wanted, finished) {
  try {
    return await wanted;
  } catch (error) {
    await finished;
    throw error;
  }
}

/**
 * @param {string} origin
 * @param {{ user: string, password: string }[]} accounts those whose passwords are new
 * @param {number} milliseconds since the command
 * @returns {string}
 */
export function greeting(origin, accounts, milliseconds) {
  const lines = ['', `kubeflow-lab is at  ${origin}  (after ${duration(milliseconds)})`, ''];
  if (accounts.length > 0) {
    lines.push('Sign in with one of these accounts. The passwords are shown only now:', '');
    lines.push(...accounts.map(({ user, password }) => `  ${user.padEnd(8)} ${password}`));
  } else {
    lines.push(
      'Sign in with the passwords of your first start; for new ones: npm start -- --new-passwords'
    );
  }
  return [...lines, ''].join('\n');
}

/**
 * Ctrl-C, and `npm stop` from another terminal.
 * @returns {AbortSignal}
 */
function interruption() {
  const controller = new AbortController();
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => controller.abort(new ClearError('Interrupted.')));
  }
  return controller.signal;
}
