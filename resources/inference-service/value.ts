/** A value that a step of a run stored, as a model: whether it can be served, and what is known of it as a version. */
import type { GitState, ModelData, ModelForm, RunOutput } from '@kubeflow-lab/schema';

import { plainText } from '../common/text.js';
import { objectIn, objectOf } from './untrusted.js';

/** What the model takes and answers, as far as it remembers. */
export interface ModelSignature {
  features?: number | null;
  names?: string[] | null;
  classes?: string[] | null;
}

/** `meta.json` beside a stored value, as far as a model needs it. */
export interface StoredValue {
  type: string;
  format: string;
  /** Minor version, as 3.11. */
  python: string;
  /** Versions by import name. */
  packages: Record<string, string>;
  /** Null for what is no fitted estimator that predicts; undefined where it was stored before that was written down. */
  signature?: ModelSignature | null;
}

/** Reads `meta.json` of a value, which any image may have written; null for what says neither type nor format. */
export function readStoredValue(text: string): StoredValue | null {
  const meta = objectIn(text);
  if (typeof meta.type !== 'string' || typeof meta.format !== 'string') {
    return null;
  }
  const packages = Object.entries(objectOf(meta.packages)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string'
  );
  return {
    type: meta.type.slice(0, 200),
    format: meta.format.slice(0, 60),
    python: typeof meta.python === 'string' ? meta.python.slice(0, 20) : '',
    packages: Object.fromEntries(packages.slice(0, 100)),
    ...('signature' in meta ? { signature: readSignature(meta.signature) } : {})
  };
}

/** The hash of the content that `meta.json` of a value tells; null where it tells none. */
export function hashOfValue(text: string): string | null {
  const { sha256 } = objectIn(text);
  return isHash(sha256) ? sha256 : null;
}

/** What the step took that made a model, in a `meta.json` that anybody may have written. */
export function readData(value: unknown): ModelData[] {
  return (Array.isArray(value) ? value : []).slice(0, DATA_MAX).flatMap(one => {
    const { name, step, sha256 } = objectOf(one);
    const isPlace = typeof step === 'string' || step === null;
    return typeof name === 'string' && isPlace && isHash(sha256)
      ? [{ name: plainText(name, 253), step: step && plainText(step, 253), sha256 }]
      : [];
  });
}

/** So many values of a step are recorded. */
export const DATA_MAX = 50;

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function readSignature(value: unknown): ModelSignature | null {
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const { features, names, classes } = objectOf(value);
  return {
    features: Number.isInteger(features) ? (features as number) : null,
    names: textsOrNull(names),
    classes: textsOrNull(classes)
  };
}

function textsOrNull(value: unknown): string[] | null {
  return Array.isArray(value) && value.every(one => typeof one === 'string') ? value : null;
}

export type ModelFormat = NonNullable<ModelForm['format']>;

/** What the image of the model server has, by import name. */
const SERVED_PACKAGES = new Set([
  'joblib',
  'lightgbm',
  'numpy',
  'pandas',
  'scipy',
  'sklearn',
  'xgboost'
]);
const TAKEN =
  'what can be served from a run is a fitted model of scikit-learn, xgboost or lightgbm';

/** The format that a stored value is served as, or the sentence why it cannot be served. */
export function servedFormat(value: StoredValue): { format: ModelFormat } | { problem: string } {
  const { type, format, packages, signature } = value;
  if (type.startsWith('sklearn.') && format === 'cloudpickle') {
    return {
      problem: `The ${classOf(type)} uses a function or class of the notebook, which the model server does not have; use what scikit-learn has in its place.`
    };
  }
  if (format !== 'joblib') {
    return { problem: `This is a value of type ${type}; ${TAKEN}.` };
  }
  const needed = new Set([type.split('.', 1)[0], ...Object.keys(packages)]);
  const missing = [...needed].filter(name => !SERVED_PACKAGES.has(name)).sort();
  if (missing.length > 0) {
    return {
      problem: `The ${classOf(type)} needs ${missing.join(', ')}, which the model server does not have; ${TAKEN}.`
    };
  }
  if (signature === null) {
    return {
      problem: `The ${classOf(type)} does not predict, or is not fitted, so it cannot be served by itself.`
    };
  }
  const name = formatOf(type);
  const major = /^\d+/.exec(packages[name] ?? '')?.[0];
  return { format: { name, ...(major === undefined ? {} : { version: major }) } };
}

/** The format of a model by its class; a pipeline of scikit-learn that holds a model of xgboost is scikit-learn's. */
export function formatOf(type: string): string {
  const [own] = type.split('.', 1);
  return own === 'xgboost' || own === 'lightgbm' ? own : 'sklearn';
}

function classOf(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

/** A first row to try a model with: zeros in the form that it takes; null where nobody knows how wide it is. */
export function exampleRows(signature: ModelSignature | null | undefined): unknown[] | null {
  const { features, names } = signature ?? {};
  if (names?.length) {
    return [Object.fromEntries(names.map(name => [name, 0]))];
  }
  return features && features > 0 && features <= EXAMPLE_MAX
    ? [Array.from({ length: features }, () => 0)]
    : null;
}

/** Wider rows would fill the screen with zeros. */
const EXAMPLE_MAX = 2000;

/** What `meta.json` of a version says that was copied from a run, in the form in which `%deploy` writes it. */
export function versionMeta(
  value: StoredValue,
  about: {
    name: string;
    version: string;
    sample: unknown;
    notebook: string | null;
    git: GitState | null;
    origin: RunOutput & { uid: string };
    data: readonly ModelData[];
    now: Date;
  }
): object {
  const { sklearn, ...packages } = value.packages;
  return {
    name: about.name,
    version: about.version,
    type: value.type,
    created: about.now.toISOString().replace(/\.\d+Z$/, '+00:00'),
    python: value.python,
    packages: { ...packages, ...(sklearn === undefined ? {} : { 'scikit-learn': sklearn }) },
    signature: value.signature ?? {},
    sample: about.sample ?? null,
    notebook: about.notebook,
    commit: about.git?.commit ?? null,
    changed: about.git?.changed ?? null,
    origin: about.origin,
    data: about.data
  };
}
