import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { codeOf } from '../errors.mjs';
import { identify, isAlive } from './process.mjs';
import { readJson } from './state.mjs';

/**
 * Does something while no other process does something under the same lock. A lock whose holder has
 * ended, however it did, is none.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} action
 * @param {AbortSignal} [signal] ends the waiting
 * @returns {Promise<T>}
 */
export async function withLock(file, action, signal) {
  await mkdir(dirname(file), { recursive: true });
  while (!(await tryLock(file))) {
    signal?.throwIfAborted();
    await sleep(50);
  }
  try {
    return await action();
  } finally {
    await rm(file, { force: true });
  }
}

/**
 * @param {string} file
 * @returns {Promise<boolean>}
 */
async function tryLock(file) {
  try {
    await writeFile(file, JSON.stringify(identify(process.pid)), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') {
      throw error;
    }
  }
  // The holder writes a moment after it has made the file: half a text is no reason to take it away.
  const holder = await readJson(file).catch(() => identify(process.pid));
  if (holder !== undefined && !isAlive(holder)) {
    await rm(file, { force: true });
  }
  return false;
}
