import type { TranslationBundle } from '@jupyterlab/translation';

import { EXAMPLES, type Fields, type Sentences, readFields } from './form';

/** The line of the magic that serves what a form says, and the cell that it belongs to; or what has to be changed first. */
export function readLine(
  fields: Fields,
  trans: TranslationBundle
): { line: string; cell: string | null } | { wrong: Sentences } {
  // Names and amounts are held against the rules of a model that lies somewhere; the magic stores this one.
  const { storageUri, format } = EXAMPLES;
  const checked = readFields(
    { ...fields, source: 'address', storageUri, format, sample: '' },
    trans
  );
  const wrong: Sentences = 'wrong' in checked ? { ...checked.wrong } : {};
  if (
    fields.source === 'variable' &&
    !/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(fields.variable.trim())
  ) {
    wrong.variable = trans.__('Give the name of the variable that holds the model, such as model.');
  }
  if (fields.source === 'function' && fields.cell === '') {
    wrong.cell = trans.__('Choose the function.');
  }
  if (Object.keys(wrong).length > 0) {
    return { wrong };
  }
  return fields.source === 'variable'
    ? {
        line: words('%deploy', fields.variable, '--name', fields.name, ...options(fields)),
        cell: null
      }
    : { line: serveLine(fields), cell: fields.cell };
}

function serveLine(fields: Fields): string {
  return fields.role === 'predictor'
    ? words('%%serve', '--name', fields.name, ...options(fields))
    : words('%%serve', '--as', fields.role, '--for', fields.name);
}

function options({ version, sample, cpu, memory, replicas }: Fields): string[] {
  return Object.entries({ version, sample, cpu, memory, replicas })
    .filter(([, value]) => value.trim() !== '')
    .flatMap(([name, value]) => [`--${name}`, value]);
}

/** Words as the magics take them apart, which is a shell's way. */
function words(...all: string[]): string {
  return all
    .map(word => word.trim().replace(/\s+/g, ' '))
    .map(word => (/^[\w@%+=:,./[\]-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`))
    .join(' ');
}
