/** The versions of a model: the folders `models/<name>/<version>/` of a project's bucket. */
import type { ModelVersion } from '@kubeflow-lab/schema';

import { commitOrNull } from '../common/commit.js';
import { plainText } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import { readOrigin } from './origin.js';
import { objectIn, objectOf } from './untrusted.js';
import { formatOf, readData } from './value.js';
import type { ModelFormat } from './value.js';

/** The file that a model server of scikit-learn loads. */
export const MODEL_FILE = 'model.joblib';
export const MODEL_META_FILE = 'meta.json';

/** The folder of a model, or of one version of it; ends with a slash. */
export function modelFolder(name: string, version?: string): string {
  return version === undefined ? `models/${name}/` : `models/${name}/${version}/`;
}

const VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;

/** The number after the highest one; versions that are no numbers do not count. */
export function nextVersion(taken: readonly string[]): string {
  const numbers = taken.filter(one => /^\d{1,15}$/.test(one)).map(Number);
  return String(Math.max(0, ...numbers) + 1);
}

/** Why a version cannot be stored under this name, or null where it can. */
export function versionProblem(
  version: string,
  name: string,
  taken: readonly string[]
): string | null {
  if (!VERSION.test(version)) {
    return 'Use letters, digits, dots and dashes for a version, as in 1.2; or leave it out.';
  }
  return taken.includes(version)
    ? `Version ${version} of ${name} is stored already; choose another one, or leave it out.`
    : null;
}

/** The highest first: numbers by their value, then everything else. */
export function byVersion({ version: a }: ModelVersion, { version: b }: ModelVersion): number {
  const isNumber = (text: string) => /^\d+$/.test(text);
  if (isNumber(a) !== isNumber(b)) {
    return isNumber(a) ? -1 : 1;
  }
  return b.localeCompare(a, 'en', { numeric: true });
}

/** What `meta.json` of a version says, which anybody may have written; nulls where it says nothing. */
export function readVersionMeta(text: string): Omit<ModelVersion, 'version' | 'bytes'> {
  const meta = objectIn(text);
  return {
    type: textOrNull(meta.type),
    created: timeOrNull(typeof meta.created === 'string' ? meta.created : undefined),
    notebook: textOrNull(meta.notebook),
    commit: commitOrNull(meta.commit),
    changed: typeof meta.changed === 'boolean' ? meta.changed : null,
    origin: readOrigin(meta.origin),
    data: readData(meta.data)
  };
}

/** What a stored version is served with: its format where it tells one, and the rows that it takes. */
export function servedAs(text: string): { format: ModelFormat | null; sample: unknown } {
  const meta = objectIn(text);
  return { format: formatIn(meta), sample: meta.sample ?? undefined };
}

/** Of versions that were stored before the format was written down, it follows from the class and its package. */
function formatIn(meta: Record<string, unknown>): ModelFormat | null {
  const format = objectOf(meta.format);
  if (typeof format.name === 'string') {
    const version = typeof format.version === 'string' ? { version: format.version } : {};
    return { name: format.name, ...version };
  }
  const packages = objectOf(meta.packages);
  const name = formatOf(String(meta.type));
  const version = packages[name === 'sklearn' ? 'scikit-learn' : name];
  const major = typeof version === 'string' ? /^\d+/.exec(version)?.[0] : undefined;
  return major === undefined ? null : { name, version: major };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? plainText(value, 500) : null;
}
