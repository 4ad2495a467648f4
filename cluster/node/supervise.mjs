import { spawn } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import { copyFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';

import { codeOf } from '../errors.mjs';

const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;
/** A component that ran this long was well; its next end starts from the first delay again. */
const WELL_AFTER = 60_000;

const LOG_LIMIT = 64 * 1024 * 1024;

/**
 * How long to wait before a component is started again.
 * @param {number} failures how often it ended in a row
 * @returns {number} milliseconds
 */
export function backOff(failures) {
  return Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.max(0, failures - 1));
}

/**
 * @typedef {object} Supervised
 * @property {() => number | undefined} pid
 * @property {() => void} renew asks it to end, so that it is started again
 * @property {() => Promise<void>} stop asks it to end, and kills it when it does not in time
 */

/**
 * Runs a component and starts it again whenever it ends, until it is stopped.
 * @param {object} options
 * @param {import('./components.mjs').Component} options.component
 * @param {string} options.binaries folder of the programs
 * @param {string} options.logs folder of the log files
 * @param {(event: { component: string, state: 'running' | 'ended', pid?: number, how?: string, restarts: number }) => void} options.onEvent
 * @param {number} [options.patience] milliseconds that it gets to end by itself
 * @returns {Supervised}
 */
export function supervise({ component, binaries, logs, onEvent, patience = 10_000 }) {
  const log = join(logs, `${component.name}.log`);
  let stopping = false;
  let failures = 0;
  let restarts = -1;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<void>} */
  let ended = Promise.resolve();

  const start = () => {
    restarts += 1;
    const startedAt = Date.now();
    const output = openSync(log, 'a');
    const process_ = spawn(join(binaries, component.program), component.args, {
      stdio: ['ignore', output, output],
      env: { ...process.env, ...component.env, PATH: `${binaries}:${process.env.PATH}` }
    });
    closeSync(output);
    child = process_;
    if (process_.pid !== undefined) {
      onEvent({ component: component.name, state: 'running', pid: process_.pid, restarts });
    }
    ended = new Promise(resolve => {
      /** @param {string} how */
      const onEnd = how => {
        child = undefined;
        resolve();
        if (stopping) {
          return;
        }
        failures = Date.now() - startedAt > WELL_AFTER ? 1 : failures + 1;
        onEvent({ component: component.name, state: 'ended', how, restarts });
        timer = setTimeout(start, backOff(failures));
      };
      process_.once('error', error => onEnd(error.message));
      process_.once('exit', (code, signal) =>
        onEnd(signal ? `ended by ${signal}` : `exit code ${code}`)
      );
    });
  };
  start();

  const rotation = setInterval(() => {
    rotate(log).catch(error => console.error(`${log} cannot be shortened: ${error.message}`));
  }, 60_000);
  rotation.unref();

  return {
    pid: () => child?.pid,
    renew: () => {
      child?.kill('SIGTERM');
    },
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      clearInterval(rotation);
      child?.kill('SIGTERM');
      const impatient = setTimeout(() => child?.kill('SIGKILL'), patience);
      await ended;
      clearTimeout(impatient);
    }
  };
}

/**
 * Keeps a log file that is appended to below a limit: what it held moves to `<file>.1`.
 * @param {string} file
 */
async function rotate(file) {
  try {
    if (statSync(file).size > LOG_LIMIT) {
      await copyFile(file, `${file}.1`);
      await truncate(file);
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw error;
    }
  }
}
