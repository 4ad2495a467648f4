/** The one `npm start` that looks after a cluster: who it is, so that a second one and `npm stop` find it. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { ClearError } from '../errors.mjs';
import { identify, isAlive, signalTo } from '../node/process.mjs';
import { pathsOf, readJson, writeJson } from '../node/state.mjs';

const PATIENCE = 90_000;

/** @param {string} name of the cluster */
const fileOf = name => join(pathsOf(name).root, 'start.json');

/**
 * @typedef {object} Running
 * @property {import('../node/process.mjs').ProcessId} process
 * @property {string} origin
 */

/**
 * @param {string} name of the cluster
 * @returns {Promise<Running | undefined>} the start that is in progress or in the foreground
 */
export async function runningStart(name) {
  const running = await readJson(fileOf(name));
  return running && isAlive(running.process) ? running : undefined;
}

/**
 * @param {string} name of the cluster
 * @param {string} origin
 */
export async function enterStart(name, origin) {
  await writeJson(fileOf(name), { process: identify(process.pid), origin });
}

/** @param {string} name of the cluster */
export async function leaveStart(name) {
  await rm(fileOf(name), { force: true });
}

/**
 * Asks a start that is in progress or in the foreground to end, and waits until it has.
 * @param {string} name of the cluster
 */
export async function endStart(name) {
  const running = await runningStart(name);
  if (!running) {
    return;
  }
  signalTo(running.process, 'SIGTERM');
  const end = Date.now() + PATIENCE;
  while (isAlive(running.process)) {
    if (Date.now() > end) {
      throw new ClearError(
        `The \`npm start\` of cluster "${name}" (process ${running.process.pid}) has not ended yet; run this again in a minute.`
      );
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
