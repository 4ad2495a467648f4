import type { Note } from './facts.js';

/** What an IPython line does to names. */
export interface Magic {
  /** Names whose values IPython puts into the line, where there are such names. */
  reads: string[];
  /** Names that the line binds. */
  binds: string[];
  /** Python that the line runs. `kept` says whether what it binds stays. */
  code: { text: string; kept: boolean } | null;
  note: Omit<Note, 'line'> | null;
}

export interface CellMagic extends Omit<Magic, 'code'> {
  name: string;
  /** How the rest of the cell is to be read: as Python, as Python whose names do not stay, or not at all. */
  body: 'python' | 'discarded' | 'opaque';
}

const HIDING = new Set([
  'run',
  'pylab',
  'load',
  'loadpy',
  'macro',
  'edit',
  'reset',
  'reset_selective',
  'xdel',
  'store',
  'rerun',
  'recall'
]);
const RUNNING = new Map([
  ['time', true],
  ['prun', true],
  ['timeit', false],
  ['memit', false],
  ['lprun', false],
  ['mprun', false]
]);
const OPAQUE = new Set(
  (
    'bash sh script html HTML javascript js latex markdown svg SVG writefile file perl ruby python python2 python3 ' +
    'pypy cmd sx system ! tfjob xgboostjob pytorchjob jaxjob mpijob trainjob sweep serve'
  ).split(' ')
);

/** The escaped line `text`, which begins with its mark. */
export function readLineMagic(text: string): Magic {
  const magic: Magic = { reads: inserted(text), binds: [], code: null, note: null };
  const match = /^%+\s*([\w.]+)\s*([\s\S]*)$/.exec(text);
  if (!match) {
    return magic;
  }
  const [, name, rest] = match as unknown as [string, string, string];
  if (HIDING.has(name)) {
    magic.note = {
      severity: 'warning',
      code: 'dynamic-names',
      message: `\`%${name}\` can define or remove names that cannot be seen in the notebook; other steps do not get them.`
    };
  }
  const kept = RUNNING.get(name);
  if (kept !== undefined) {
    magic.reads = [];
    magic.code = { text: rest.replace(/^(?:-\w+(?:\s+\d+)?\s+)*/, ''), kept };
  }
  return magic;
}

/** The first line of a cell that begins with `%%`. */
export function readCellMagic(line: string): CellMagic | null {
  const match = /^%%\s*([\w!.]+)\s*(.*)$/.exec(line.trim());
  if (!match) {
    return null;
  }
  const [, name, rest] = match as unknown as [string, string, string];
  const magic: CellMagic = { name, reads: inserted(rest), binds: [], body: 'opaque', note: null };
  if (name === 'capture') {
    const output = /(?:^|\s)([A-Za-z_]\w*)\s*$/.exec(rest)?.[1];
    return { ...magic, body: 'python', binds: output ? [output] : [] };
  }
  if (RUNNING.has(name) || name === 'debug') {
    return { ...magic, reads: [], body: RUNNING.get(name) === false ? 'discarded' : 'python' };
  }
  if (!OPAQUE.has(name)) {
    magic.note = {
      severity: 'warning',
      code: 'unknown-magic',
      message: `What \`%%${name}\` does with this cell is not known: names that it defines are not seen by other steps.`
    };
  }
  // `%%bash --out listing` and its like.
  for (const [, output] of rest.matchAll(/--(?:out|err)\s+([A-Za-z_]\w*)/g)) {
    magic.binds.push(output!);
  }
  return magic;
}

/** Names in `{expression}` and `$name`, which IPython replaces by their values. */
function inserted(text: string): string[] {
  const names = new Set<string>();
  for (const [, braces, dollar] of text.matchAll(
    /\{\s*([A-Za-z_]\w*)[^{}]*\}|(?<!\$)\$([A-Za-z_]\w*)/g
  )) {
    names.add((braces ?? dollar)!);
  }
  return [...names];
}
