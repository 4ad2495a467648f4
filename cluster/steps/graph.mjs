import { setMaxListeners } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ClearError, messageOf } from '../errors.mjs';

/**
 * @typedef {object} StepContext
 * @property {(line: string) => void} log a line for the step's log file
 * @property {(text: string) => void} detail what the step is doing now, in a few words
 * @property {(done: number, total: number, unit?: string) => void} progress how much is done, where that is known
 * @property {AbortSignal} signal aborted when the whole is interrupted or another step failed
 * @property {(id: string) => any} result what an earlier step gave back; undefined when it was skipped
 */

/**
 * @typedef {object} Step
 * @property {string} id
 * @property {string} title for people: what it does, as in "Compile Kubernetes"
 * @property {string[]} [after] ids of the steps that must be done before
 * @property {string} [uses] something that steps take turns with, such as `compiler`; in the order of the list
 * @property {boolean} [optional] its failure stops only what comes after it
 * @property {() => boolean | Promise<boolean>} [done] whether there is nothing to do, as it was done by an earlier run
 * @property {(context: StepContext) => unknown} run
 */

/**
 * What shows the progress.
 * @typedef {object} Report
 * @property {(step: Step) => void} started
 * @property {(step: Step, state: { detail?: string, done?: number, total?: number, unit?: string }) => void} progressed
 * @property {(step: Step, outcome: 'done' | 'cached' | 'failed' | 'stopped' | 'not started', milliseconds: number, error?: Error) => void} ended
 * @property {() => void} closed
 */

/**
 * @typedef {object} Run
 * @property {(id: string) => Promise<any>} step ends with the step's result; rejects when it does not come to be
 * @property {Promise<Outcome>} finished rejects with one clear sentence when a step that is not optional failed
 */

/**
 * @typedef {object} Outcome
 * @property {Map<string, any>} results of the steps that ran
 * @property {ClearError[]} failures of optional steps
 */

/**
 * Runs steps as early as what they depend on allows, side by side.
 * @param {Step[]} steps
 * @param {object} options
 * @param {Report} options.report
 * @param {string} options.logs folder for the steps' log files
 * @param {AbortSignal} [options.signal] interrupts everything
 * @returns {Run}
 */
export function startSteps(steps, { report, logs, signal }) {
  checkGraph(steps);
  const failure = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  // Every step listens, and every command that a step runs: many listeners are no leak here.
  setMaxListeners(0, stop);
  /** @type {Map<string, any>} */
  const results = new Map();
  /** @type {ClearError[]} */
  const failures = [];
  const turns = new Turns();

  /** @type {Map<string, Promise<any>>} */
  const promises = new Map();
  for (const step of inOrder(steps)) {
    const before = (step.after ?? []).map(id => /** @type {Promise<any>} */ (promises.get(id)));
    const promise = runStep(step, before);
    // Whoever asks for the step, or for the whole, hears of it; nobody may have asked yet.
    promise.catch(() => undefined);
    promises.set(step.id, promise);
  }

  /**
   * @param {Step} step
   * @param {Promise<any>[]} before
   */
  async function runStep(step, before) {
    try {
      await Promise.all(before);
    } catch (error) {
      report.ended(step, 'not started', 0);
      throw error;
    }
    const release = await turns.take(step.uses);
    try {
      return await runNow(step);
    } finally {
      release();
    }
  }

  /**
   * @param {Step} step
   */
  async function runNow(step) {
    const startedAt = Date.now();
    /** @param {Parameters<Report['ended']>[1]} outcome @param {Error} [error] */
    const end = (outcome, error) => report.ended(step, outcome, Date.now() - startedAt, error);
    if (stop.aborted) {
      end('not started');
      throw stop.reason;
    }
    const logFile = join(logs, `${step.id}.log`);
    const log = logTo(logFile);
    try {
      if (await step.done?.()) {
        end('cached');
        return undefined;
      }
      stop.throwIfAborted();
      report.started(step);
      const result = await step.run({
        log: log.write,
        detail: detail => report.progressed(step, { detail }),
        progress: (done, total, unit) => report.progressed(step, { done, total, unit }),
        signal: stop,
        result: id => results.get(id)
      });
      results.set(step.id, result);
      end('done');
      return result;
    } catch (error) {
      if (stop.aborted) {
        end('stopped');
        throw stop.reason;
      }
      log.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
      const clear = asSentence(step, error, logFile);
      end('failed', clear);
      failures.push(clear);
      if (!step.optional) {
        failure.abort(clear);
      }
      throw clear;
    } finally {
      await log.close();
    }
  }

  const finished = Promise.allSettled(promises.values()).then(() => {
    report.closed();
    stop.throwIfAborted();
    return { results, failures };
  });
  finished.catch(() => undefined);
  return {
    step: id => promises.get(id) ?? Promise.reject(new Error(`there is no step "${id}"`)),
    finished
  };
}

/**
 * Runs steps to their end; see `startSteps`.
 * @param {Step[]} steps
 * @param {Parameters<typeof startSteps>[1]} options
 * @returns {Promise<Outcome>}
 */
export function runSteps(steps, options) {
  return startSteps(steps, options).finished;
}

/**
 * @param {Step} step
 * @param {unknown} error
 * @param {string} logFile
 * @returns {ClearError}
 */
function asSentence(step, error, logFile) {
  if (error instanceof ClearError) {
    return new ClearError(error.message, { cause: error, logFile: error.logFile ?? logFile });
  }
  const reason = messageOf(error)
    .split('\n')[0]
    ?.replace(/[.\s]+$/, '');
  return new ClearError(`"${step.title}" failed: ${reason}. The whole story is in ${logFile}.`, {
    cause: error,
    logFile
  });
}

/**
 * A log file that is made with its first line.
 * @param {string} file
 */
function logTo(file) {
  /** @type {Promise<import('node:fs').WriteStream> | undefined} */
  let opening;
  let writing = Promise.resolve();
  return {
    write: (/** @type {string} */ line) => {
      opening ??= mkdir(join(file, '..'), { recursive: true }).then(() => openForWriting(file));
      const stream = opening;
      writing = writing.then(async () => {
        (await stream).write(`${line}\n`);
      });
      // `close` waits for it and hears of a failure.
      writing.catch(() => undefined);
    },
    close: async () => {
      try {
        await writing;
        const stream = await opening;
        await new Promise(resolve => (stream ? stream.end(resolve) : resolve(undefined)));
      } catch {
        // Where no log can be written (no root, no space), the step's own outcome is what counts.
      }
    }
  };
}

/**
 * @param {string} file
 * @returns {Promise<import('node:fs').WriteStream>}
 */
function openForWriting(file) {
  return new Promise((resolve, reject) => {
    const stream = createWriteStream(file);
    stream.once('error', reject);
    stream.once('open', () => resolve(stream));
  });
}

/** Lets the users of one thing go one after another, in the order in which they asked. */
class Turns {
  /** @type {Map<string, Promise<void>>} */
  #last = new Map();

  /**
   * @param {string | undefined} what
   * @returns {Promise<() => void>} to be called at the end of the turn
   */
  async take(what) {
    if (what === undefined) {
      return () => undefined;
    }
    const before = this.#last.get(what);
    /** @type {() => void} */
    let release = () => undefined;
    this.#last.set(what, new Promise(resolve => (release = resolve)));
    await before;
    return release;
  }
}

/**
 * @param {Step[]} steps
 */
function checkGraph(steps) {
  const ids = new Set();
  for (const { id } of steps) {
    if (ids.has(id)) {
      throw new Error(`two steps are called "${id}"`);
    }
    ids.add(id);
  }
  for (const { id, after = [] } of steps) {
    const unknown = after.find(other => !ids.has(other));
    if (unknown !== undefined) {
      throw new Error(`step "${id}" comes after "${unknown}", which does not exist`);
    }
  }
}

/**
 * The steps in an order in which each comes after what it depends on; else as given.
 * @param {Step[]} steps
 * @returns {Step[]}
 */
export function inOrder(steps) {
  /** @type {Step[]} */
  const ordered = [];
  const placed = new Set();
  let rest = steps;
  while (rest.length > 0) {
    const next = rest.find(step => (step.after ?? []).every(id => placed.has(id)));
    if (!next) {
      throw new Error(`steps wait for each other: ${rest.map(({ id }) => id).join(', ')}`);
    }
    ordered.push(next);
    placed.add(next.id);
    rest = rest.filter(step => step !== next);
  }
  return ordered;
}
