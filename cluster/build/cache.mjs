import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

/**
 * The folder that outlives clones of the repository: what was built once is not built again.
 * `KUBEFLOW_LAB_CACHE`, or `~/.cache/kubeflow-lab`.
 * @returns {string}
 */
export function cacheRoot() {
  return process.env.KUBEFLOW_LAB_CACHE || join(homedir(), '.cache', 'kubeflow-lab');
}

/**
 * A short hash of texts; each is delimited, so that moving a character between two of them changes it.
 * @param {(string | Buffer)[]} parts
 * @returns {string} 20 hexadecimal digits
 */
export function hashOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(`${Buffer.byteLength(part)}:`).update(part);
  }
  return hash.digest('hex').slice(0, 20);
}

/**
 * Reads every file below a folder, for hashing: paths relative to it, in a fixed order.
 * @param {string} folder
 * @returns {Promise<(string | Buffer)[]>}
 */
export async function contentOf(folder) {
  /** @type {(string | Buffer)[]} */
  const parts = [];
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name));
  for (const file of files.sort()) {
    parts.push(relative(folder, file), await readFile(file));
  }
  return parts;
}

/**
 * The path of a cached thing, whether it exists or not.
 * @param {string} kind a folder of the cache, such as `go` or `debian`
 * @param {string} name what it is, for people
 * @param {string} hash of everything that it is made from
 * @returns {string}
 */
export function cachePath(kind, name, hash) {
  return join(cacheRoot(), kind, `${name}-${hash}`);
}

/**
 * Makes a cached file or folder unless it is there. It is made beside its place and moved there when
 * whole, so that an interrupted run never leaves half of it, and two runs at once do no harm.
 * @param {string} path
 * @param {(temporary: string) => Promise<void>} make writes a file, or makes a folder, at the path it gets
 * @returns {Promise<string>} the path
 */
export async function cached(path, make) {
  if (existsSync(path)) {
    return path;
  }
  await mkdir(dirname(path), { recursive: true });
  await removeAbandoned(path);
  const temporary = `${path}.${process.pid}.part`;
  try {
    await make(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Somebody else finished the same folder first: theirs is as good.
    if (!(await isThere(path))) {
      throw error;
    }
  }
  return path;
}

/**
 * Removes what processes that were killed had begun of a cached thing.
 * @param {string} path
 */
async function removeAbandoned(path) {
  const [folder, name] = [dirname(path), basename(path)];
  for (const entry of await readdir(folder)) {
    const maker =
      entry.startsWith(`${name}.`) && /^\.(\d+)\.part/.exec(entry.slice(name.length))?.[1];
    if (maker && (maker === String(process.pid) || !existsSync(`/proc/${maker}`))) {
      await rm(join(folder, entry), { recursive: true, force: true });
    }
  }
}

/**
 * @param {string} path
 * @returns {Promise<boolean>}
 */
async function isThere(path) {
  return stat(path).then(
    () => true,
    () => false
  );
}
