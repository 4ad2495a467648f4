import type { TranslationBundle } from '@jupyterlab/translation';
import { checkModel } from '@kubeflow-lab/resources';
import type { FieldError, ModelForm } from '@kubeflow-lab/schema';

/** What a person has typed and chosen, as it stands on the screen. */
export interface Fields {
  source: 'run' | 'address' | 'variable' | 'function';
  run: string;
  /** `<step>/<variable>` of the run. */
  output: string;
  storageUri: string;
  format: string;
  /** Of the notebook in front. */
  variable: string;
  /** The id of the cell that defines the function. */
  cell: string;
  /** What the function is served as: `predictor`, or before or beside the model of that name. */
  role: string;
  name: string;
  version: string;
  sample: string;
  cpu: string;
  memory: string;
  replicas: string;
}

export const EMPTY: Fields = {
  source: 'run',
  run: '',
  output: '',
  storageUri: '',
  format: 'sklearn',
  variable: '',
  cell: '',
  role: 'predictor',
  name: '',
  version: '',
  sample: '',
  cpu: '',
  memory: '',
  replicas: ''
};

/** What may stand in a field. */
export const EXAMPLES = {
  name: 'digits',
  storageUri: 's3://bucket/models/digits/1',
  format: 'sklearn',
  sample: '[[5.1, 3.5, 1.4, 0.2]]',
  variable: 'model',
  expression: 'X_test[:3]',
  cpu: '500m',
  memory: '512Mi',
  replicas: '1'
};

/** Sentences by the field that they are about; what belongs to none stands under the empty name. */
export type Sentences = Partial<Record<keyof Fields | '', string>>;

/** The form that is sent, or what has to be changed first. */
export function readFields(
  fields: Fields,
  trans: TranslationBundle
): { form: ModelForm } | { wrong: Sentences } {
  const wrong: Sentences = {};
  const sample = sampleOf(fields.sample);
  if (sample === 'wrong') {
    wrong.sample = trans.__('Give rows as JSON, such as [[5.1, 3.5], [4.9, 3.0]].');
  }
  const minReplicas = fields.replicas.trim() === '' ? undefined : Number(fields.replicas);
  if (minReplicas !== undefined && !(Number.isInteger(minReplicas) && minReplicas >= 1)) {
    wrong.replicas = trans.__('Give a whole number, at least 1.');
  }
  if (fields.source === 'run' && fields.run === '') {
    wrong.run = trans.__('Choose a run.');
  } else if (fields.source === 'run' && fields.output === '') {
    wrong.output = trans.__('Choose what the run has stored.');
  }
  const form: ModelForm = {
    name: fields.name.trim(),
    ...sourceOf(fields),
    ...(sample === 'wrong' ? {} : { sample }),
    ...filled({ cpu: fields.cpu, memory: fields.memory }),
    ...(minReplicas === undefined ? {} : { minReplicas })
  };
  const found = { ...sentencesOf(checkModel(form)), ...wrong };
  return Object.keys(found).length > 0 ? { wrong: found } : { form };
}

function sourceOf({ source, run, output, version, storageUri, format }: Fields) {
  if (source === 'address') {
    return { storageUri: storageUri.trim(), format: { name: format.trim() } };
  }
  const [step, name] = splitOutput(output);
  return { from: { run, step, output: name }, ...filled({ version }) };
}

/** Step and variable; a variable has no slash. */
export function splitOutput(output: string): [step: string, variable: string] {
  const at = output.lastIndexOf('/');
  return [output.slice(0, Math.max(0, at)), output.slice(at + 1)];
}

/** Rows, `undefined` for an empty text, or `wrong`. */
function sampleOf(text: string): unknown[] | undefined | 'wrong' {
  if (text.trim() === '') {
    return undefined;
  }
  try {
    const rows: unknown = JSON.parse(text);
    return Array.isArray(rows) && rows.length > 0 ? rows : 'wrong';
  } catch {
    return 'wrong';
  }
}

function filled<T extends Record<string, string>>(texts: T): Partial<T> {
  const entries = Object.entries(texts).map(([key, text]) => [key, text.trim()]);
  return Object.fromEntries(entries.filter(([, text]) => text !== '')) as Partial<T>;
}

const FIELD_OF: Record<string, keyof Fields> = {
  'from.run': 'run',
  'from.step': 'output',
  'from.output': 'output',
  'format.name': 'format',
  'format.version': 'format',
  minReplicas: 'replicas'
};

/** What the server says of the fields of its form, by those on the screen. */
export function sentencesOf(errors: readonly FieldError[]): Sentences {
  const sentences: Sentences = {};
  for (const { path, message } of errors) {
    const field = FIELD_OF[path] ?? (Object.hasOwn(EMPTY, path) ? (path as keyof Fields) : '');
    sentences[field] ??= message;
  }
  return sentences;
}
