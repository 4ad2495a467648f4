import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * @typedef {object} ExecOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] added to this process' environment
 * @property {string | Buffer} [input] written to the command's standard input
 * @property {AbortSignal} [signal] aborting ends the command (SIGTERM)
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
    signal
  });
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
    child.on('close', (code, endedBy) => {
      if (code === 0) {
        resolve(undefined);
      } else {
        reject(new CommandError(command, code, endedBy, lastLines));
      }
    });
  });
  return Buffer.concat(output).toString('utf8');
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
