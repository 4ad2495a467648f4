import { readFileSync } from 'node:fs';

/**
 * A process that cannot be mistaken for a later one with the same number.
 * @typedef {object} ProcessId
 * @property {number} pid
 * @property {string} started the kernel's time of its start, in ticks since the machine's
 */

/**
 * @param {number} pid
 * @returns {ProcessId | undefined} undefined when there is no such process
 */
export function identify(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name and may hold anything; the fields after it are plain.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    const started = fields[19];
    return state === 'Z' || started === undefined ? undefined : { pid, started };
  } catch {
    return undefined;
  }
}

/**
 * @param {ProcessId | undefined} id
 * @returns {boolean}
 */
export function isAlive(id) {
  return id !== undefined && identify(id.pid)?.started === id.started;
}

/**
 * Sends a signal unless the process has ended.
 * @param {ProcessId | undefined} id
 * @param {NodeJS.Signals} signal
 */
export function signalTo(id, signal) {
  if (id && isAlive(id)) {
    process.kill(id.pid, signal);
  }
}
