import { fit, stepLine, duration } from './text.mjs';

/**
 * @typedef {import('./graph.mjs').Report} Report
 * @typedef {import('./graph.mjs').Step} Step
 */

const REDRAW = 200;
/** Where lines cannot be redrawn (a file, a CI log), a step that runs says so this often. */
const REMIND = 20_000;

const SIGNS = { done: '✓', cached: '✓', failed: '✗', stopped: '–', 'not started': '–' };

/**
 * Shows steps on a terminal or, where the stream is none, as a log.
 * @param {NodeJS.WriteStream} [stream]
 * @returns {Report & { note: (text: string) => void }} `note` prints a line in between
 */
export function reportTo(stream = process.stdout) {
  return stream.isTTY ? terminalReport(stream) : logReport(stream);
}

/**
 * The line that stays when a step has ended; nothing for one that never started.
 * @param {Step} step
 * @param {Parameters<Report['ended']>[1]} outcome
 * @param {number} milliseconds
 * @returns {string | undefined}
 */
function lastLine(step, outcome, milliseconds) {
  if (outcome === 'not started') {
    return undefined;
  }
  const said = {
    done: duration(milliseconds),
    cached: 'there already',
    failed: `failed after ${duration(milliseconds)}`,
    stopped: `stopped after ${duration(milliseconds)}`
  }[outcome];
  return `${SIGNS[outcome]} ${step.title}  ${said}`;
}

/**
 * @typedef {{ step: Step, startedAt: number, detail?: string, done?: number, total?: number, unit?: string }} Running
 */

/**
 * @param {NodeJS.WriteStream} stream
 * @returns {Report & { note: (text: string) => void }}
 */
function terminalReport(stream) {
  /** @type {Map<string, Running>} */
  const running = new Map();
  let drawn = 0;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  /** @param {string[]} [stay] lines that stay above the running ones */
  const draw = (stay = []) => {
    const lines = [...running.values()].map(
      ({ step, startedAt, ...state }) =>
        `  ${stepLine({ title: step.title, milliseconds: Date.now() - startedAt, ...state })}`
    );
    const up = drawn > 0 ? `\x1b[${drawn}A\r` : '';
    const text = [...stay, ...lines].map(line => `${fit(line, stream.columns || 80)}\n`).join('');
    stream.write(`${up}\x1b[J${text}`);
    drawn = lines.length;
  };
  return {
    started: step => {
      running.set(step.id, { step, startedAt: Date.now() });
      timer ??= setInterval(draw, REDRAW);
      draw();
    },
    progressed: (step, state) => {
      Object.assign(running.get(step.id) ?? {}, state);
    },
    ended: (step, outcome, milliseconds) => {
      running.delete(step.id);
      const line = lastLine(step, outcome, milliseconds);
      draw(line ? [line] : []);
    },
    note: text => draw(text.split('\n')),
    closed: () => {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/**
 * @param {NodeJS.WriteStream} stream
 * @returns {Report & { note: (text: string) => void }}
 */
function logReport(stream) {
  /** @type {Map<string, Running>} */
  const running = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const print = (/** @type {string} */ line) => stream.write(`${line}\n`);
  const remind = () => {
    for (const { step, startedAt, ...state } of running.values()) {
      print(`  ${stepLine({ title: step.title, milliseconds: Date.now() - startedAt, ...state })}`);
    }
  };
  return {
    started: step => {
      running.set(step.id, { step, startedAt: Date.now() });
      timer ??= setInterval(remind, REMIND);
      print(`  ${step.title} …`);
    },
    progressed: (step, state) => {
      Object.assign(running.get(step.id) ?? {}, state);
    },
    ended: (step, outcome, milliseconds) => {
      running.delete(step.id);
      const line = lastLine(step, outcome, milliseconds);
      if (line) {
        print(line);
      }
    },
    note: print,
    closed: () => {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** A report for who does not want one: tests, and commands that print JSON. */
export const SILENT = {
  started: () => undefined,
  progressed: () => undefined,
  ended: () => undefined,
  note: () => undefined,
  closed: () => undefined
};
