/** `npm run --silent compile -- NOTEBOOK.ipynb --emit FORM [--param name=value]… [--image name]` */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

import { compile } from './compile.js';
import { EMITTED, emit, hasErrors, whyNotEmitted } from './emit/emit.js';
import type { Emitted } from './emit/emit.js';
import type { Diagnostic, Notebook } from './types.js';

const USAGE = `Usage: npm run --silent compile -- NOTEBOOK.ipynb [--emit ${EMITTED.join('|')}] [--param name=value]… [--image name]\n`;
const DEFAULT_IMAGE = 'localhost/kubeflow-lab-jupyter:0.1.0';

/** The command line was used wrongly; the message is a sentence. */
class UsageError extends Error {}

interface Command {
  notebook: string;
  form: Emitted;
  parameters: Record<string, string>;
  image: string;
}

function readCommand(words: string[]): Command {
  const { values, positionals } = parsed(words);
  const [notebook, ...more] = positionals;
  if (notebook === undefined || more.length > 0) {
    throw new UsageError('Name one notebook.');
  }
  const form = EMITTED.find(known => known === values.emit);
  if (!form) {
    throw new UsageError(`--emit takes ${EMITTED.join(', ')}, not ${values.emit}.`);
  }
  const parameters: Record<string, string> = {};
  for (const assignment of values.param) {
    const equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new UsageError(`--param takes name=value, not ${assignment}.`);
    }
    parameters[assignment.slice(0, equals)] = assignment.slice(equals + 1);
  }
  return { notebook, form, parameters, image: values.image };
}

function parsed(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        emit: { type: 'string', default: 'graph' },
        param: { type: 'string', multiple: true, default: [] },
        image: { type: 'string', default: DEFAULT_IMAGE }
      }
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readNotebook(path: string): Notebook {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Notebook;
  } catch (error) {
    throw new UsageError(`${path} cannot be read as a notebook: ${(error as Error).message}`);
  }
}

function line({ severity, code, message, cell, line: number }: Diagnostic): string {
  const place = cell === null ? '' : `cell ${cell}${number === null ? '' : `, line ${number}`}: `;
  return `${severity} ${code}: ${place}${message}\n`;
}

function main(words: string[]): number {
  const { notebook, form, parameters, image } = readCommand(words);
  const compilation = compile(readNotebook(notebook), { parameters });
  const output = emit(compilation, form, { image, path: basename(notebook) });
  process.stdout.write(output ?? '');
  if (form !== 'graph') {
    process.stderr.write(compilation.diagnostics.map(line).join(''));
    const reason = whyNotEmitted(compilation, form);
    process.stderr.write(reason === null ? '' : `${reason}\n`);
  }
  return output === null || hasErrors(compilation) ? 1 : 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n${USAGE}`);
  process.exitCode = 2;
}
