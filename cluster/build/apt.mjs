import { setTimeout as sleep } from 'node:timers/promises';

import { exec } from '../exec.mjs';

/** @typedef {import('./go-tool.mjs').BuildContext} BuildContext */

const PATIENCE_MS = 300_000;
const PAUSE_MS = 1_000;

/** What apt says of a lock that another program holds. It waits for dpkg's by itself, not for that of its lists. */
const LOCKED = /Could not get lock|Unable to (?:acquire|lock)/;

/** @type {Promise<unknown> | undefined} */
let lists;

/** @type {Promise<unknown>} */
let lastInstallation = Promise.resolve();

/**
 * `apt-get update`, once per run: several steps may need it.
 * @param {BuildContext} [context]
 */
export async function updateLists(context = {}) {
  lists ??= aptGet(['update'], context);
  try {
    await lists;
  } catch (error) {
    // Who asks next tries again: what failed may have been the network.
    lists = undefined;
    throw error;
  }
}

/**
 * Installs packages of the system, without what they merely recommend. Installations take turns.
 * @param {string[]} packages
 * @param {BuildContext} [context]
 */
export async function installPackages(packages, context = {}) {
  if (packages.length === 0) {
    return;
  }
  const install = async () => {
    await updateLists(context);
    const options = ['--yes', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];
    await aptGet(['install', ...options, ...packages], context);
  };
  const mine = lastInstallation.then(install);
  lastInstallation = mine.catch(() => undefined);
  await mine;
}

/**
 * Runs apt-get, and waits while another program holds a lock that it needs.
 * @param {string[]} words
 * @param {BuildContext} context
 * @param {{ run?: typeof exec, pauseMs?: number, patienceMs?: number }} [how] for tests
 */
export async function aptGet(words, { log, signal }, how = {}) {
  const { run = exec, pauseMs = PAUSE_MS, patienceMs = PATIENCE_MS } = how;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await run('apt-get', words, { env, signal, onLine: log });
    } catch (error) {
      if (signal?.aborted || !LOCKED.test(String(error)) || Date.now() >= end) {
        throw error;
      }
      log?.('Another program uses apt; waiting for it.');
      await sleep(pauseMs, undefined, { signal });
    }
  }
}
