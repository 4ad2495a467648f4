import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * @typedef {object} ExecOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] added to this process' environment
 * @property {string | Buffer} [input] written to the command's standard input
 * @property {AbortSignal} [signal] aborting ends the command and everything that it started
 * @property {(line: string) => void} [onLine] gets every line of output and error output as it comes
 */

/** A command that did not end with exit code 0. */
export class CommandError extends Error {
  /**
   * @param {string} command
   * @param {number | null} code
   * @param {NodeJS.Signals | null} signal
   * @param {string[]} lastLines
   */
  constructor(command, code, signal, lastLines) {
    const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
    const last = lastLines.filter(line => line.trim() !== '').at(-1);
    super(`${command} ${how}${last ? `: ${last.trim()}` : ''}`);
    this.name = 'CommandError';
    this.code = code;
    this.lastLines = lastLines;
  }
}

const KEPT_LINES = 40;

/**
 * Runs a command to its end and gives back its standard output. No shell is involved.
 * @param {string} command
 * @param {string[]} args
 * @param {ExecOptions} [options]
 * @returns {Promise<string>}
 */
export async function exec(command, args, options = {}) {
  const { cwd, env, input, signal, onLine } = options;
  const child = spawn(command, args, {
    cwd,
    env: env ? { ...process.env, ...env } : process.env,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    // A process group of its own, so that what it started ends with it.
    detached: true
  });
  const endedOnAbort = endGroupOnAbort(child, signal);
  /** @type {string[]} */
  const lastLines = [];
  /** @param {string} line */
  const keep = line => {
    lastLines.push(line);
    if (lastLines.length > KEPT_LINES) {
      lastLines.shift();
    }
    onLine?.(line);
  };
  /** @type {Buffer[]} */
  const output = [];
  child.stdout?.on('data', chunk => output.push(chunk));
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) {
      createInterface({ input: stream }).on('line', keep);
    }
  }
  if (child.stdin) {
    // A command that ends before it has read everything says why by its exit code, not by EPIPE.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  }
  await new Promise((resolve, reject) => {
    child.on('error', reject);
    // It comes when the last process that holds its output has ended.
    child.on('close', (code, endedBy) => {
      endedOnAbort.dispose();
      if (signal?.aborted) {
        reject(signal.reason);
      } else if (code === 0) {
        resolve(undefined);
      } else {
        reject(new CommandError(command, code, endedBy, lastLines));
      }
    });
  });
  return Buffer.concat(output).toString('utf8');
}

/** How long a command may take to clean up after itself. */
const GRACE_MS = 5_000;

/**
 * Ends a command's whole process group when a signal is aborted: a shell script does not pass signals on to what it
 * waits for, which would go on writing into folders that are being removed.
 * @param {import('node:child_process').ChildProcess} child leader of a group
 * @param {AbortSignal | undefined} signal
 * @returns {{ dispose: () => void }} to be called when the command has ended
 */
function endGroupOnAbort(child, signal) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const end = () => {
    signalToGroup(child.pid, 'SIGTERM');
    timer = setTimeout(() => signalToGroup(child.pid, 'SIGKILL'), GRACE_MS);
  };
  if (signal?.aborted) {
    end();
  }
  signal?.addEventListener('abort', end, { once: true });
  return {
    dispose() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    }
  };
}

/**
 * @param {number | undefined} leader
 * @param {NodeJS.Signals} name
 */
function signalToGroup(leader, name) {
  try {
    if (leader !== undefined) {
      process.kill(-leader, name);
    }
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') {
      throw error;
    }
  }
}

/**
 * Runs a command whose failure is an answer.
 * @param {string} command
 * @param {string[]} args
 * @param {ExecOptions} [options]
 * @returns {Promise<string | undefined>} its output, or undefined when it failed or does not exist
 */
export async function tryExec(command, args, options = {}) {
  try {
    return await exec(command, args, options);
  } catch (error) {
    if (options.signal?.aborted) {
      throw error;
    }
    return undefined;
  }
}
