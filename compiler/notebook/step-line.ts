import { STEP_NAME, stepNameProblem } from './tags.js';

/** A first line `%%step name [--after a,b] [--image …] [--cpu n] [--memory n] [--gpu n]`. */
export interface StepLine {
  name: string;
  previous: string[];
  image?: string;
  limits: Record<string, string>;
  problems: { code: 'invalid-step-line' | 'invalid-step-name'; message: string }[];
}

/** The resource that each option limits. */
export const LIMIT_OPTIONS: Record<string, string> = {
  '--cpu': 'cpu',
  '--memory': 'memory',
  '--gpu': 'nvidia.com/gpu'
};
const USAGE = '`%%step name [--after a,b] [--image name] [--cpu n] [--memory n] [--gpu n]`';

/** The `%%step` line that a cell begins with, and the rest of the source; null where there is none. */
export function readStepLine(source: string): StepLine | null {
  const match = /^\s*%%step(?:[ \t]+([^\n]*))?(?:\n|$)/.exec(source);
  if (!match) {
    return null;
  }
  const words = wordsOfStepLine(match[1] ?? '');
  const line: StepLine = { name: '', previous: [], limits: {}, problems: [] };
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (!word.startsWith('-')) {
      name(line, word);
    } else {
      option(line, word, words[++index]);
    }
  }
  if (line.name === '') {
    line.problems.push({
      code: 'invalid-step-line',
      message: `This line does not name a step: ${USAGE}.`
    });
  }
  return line;
}

/** What stands behind `%%step`; `--option=value` is two words. */
export function wordsOfStepLine(text: string): string[] {
  return text.split(/\s+|(?<=--\w+)=/).filter(word => word !== '');
}

function name(line: StepLine, word: string): void {
  if (line.name !== '') {
    const message = `\`${word}\` cannot stand here: a cell belongs to one step. Use ${USAGE}.`;
    line.problems.push({ code: 'invalid-step-line', message });
    return;
  }
  line.name = word;
  if (!STEP_NAME.test(word)) {
    line.problems.push({ code: 'invalid-step-name', message: stepNameProblem(word) });
  }
}

function option(line: StepLine, word: string, value: string | undefined): void {
  const problem = (message: string): void => {
    line.problems.push({ code: 'invalid-step-line', message });
  };
  if (value === undefined || value.startsWith('--')) {
    problem(`\`${word}\` needs a value: ${USAGE}.`);
  } else if (word === '--after') {
    line.previous.push(...value.split(',').filter(step => step !== ''));
  } else if (word === '--image') {
    line.image = value;
  } else if (Object.hasOwn(LIMIT_OPTIONS, word)) {
    line.limits[LIMIT_OPTIONS[word]!] = value;
  } else {
    problem(`\`${word}\` is not an option of \`%%step\`: ${USAGE}.`);
  }
}

/**
 * The source as a step runs it: the `%%step` line has become a comment, so that all lines keep their numbers.
 * A cell magic below it must stay on the first line of its cell, so there the line goes.
 */
export function withoutStepLine(source: string): string {
  const below = /^\s*%%step[^\n]*\n(?=%%)/.exec(source);
  return below ? source.slice(below[0].length) : source.replace(/^(\s*)(?=%%step(?:\s|$))/, '$1# ');
}
