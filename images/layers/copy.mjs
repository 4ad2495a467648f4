import { existsSync } from 'node:fs';
import { chmod, copyFile, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ClearError } from '../../cluster/errors.mjs';
import { CHECKOUT } from '../description.mjs';
import { makeFolder } from '../sandbox.mjs';

/** What must be there first. @type {('debian' | 'python')[]} */
export const needs = [];

/** @typedef {import('../description.mjs').CopyLayer} CopyLayer */

/** Made by programs beside the files that we mean. */
const UNWANTED = new Set(['__pycache__', '.ipynb_checkpoints', '.gitkeep']);

/**
 * @param {CopyLayer} layer
 * @returns {Promise<(string | Buffer)[]>} everything that decides what the layer holds
 */
export async function inputs(layer) {
  /** @type {(string | Buffer)[]} */
  const parts = [JSON.stringify(layer)];
  for (const file of await filesOf(layer)) {
    parts.push(file.to, String(file.mode), await readFile(file.from));
  }
  return parts;
}

/**
 * Copies the files into a folder. Owners are root; files can be read by all, and run where they are executable.
 * @param {CopyLayer} layer
 * @param {string} root does not exist yet
 */
export async function make(layer, root) {
  await makeFolder(root);
  for (const file of await filesOf(layer)) {
    const target = join(root, file.to);
    await makeFolder(dirname(target));
    await copyFile(file.from, target);
    await chmod(target, file.mode);
  }
}

/**
 * @param {CopyLayer} layer
 * @returns {Promise<{ from: string, to: string, mode: number }[]>}
 */
async function filesOf(layer) {
  const lists = await Promise.all(
    layer.files.map(async ({ from, to, executable }) => {
      const source = join(CHECKOUT, from);
      if (!existsSync(source)) {
        throw new ClearError(
          `The file ${from}, which an image contains, is missing; run "npm run build" first.`
        );
      }
      const paths = (await stat(source)).isDirectory() ? await walk(source) : [''];
      return paths.map(path => ({
        from: join(source, path),
        to: join(to, path),
        mode: executable ? 0o755 : 0o644
      }));
    })
  );
  return lists.flat();
}

/**
 * @param {string} folder
 * @returns {Promise<string[]>} the files below it, relative to it, in a fixed order
 */
async function walk(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = await Promise.all(
    entries
      .filter(entry => !UNWANTED.has(entry.name))
      .map(async entry =>
        entry.isDirectory()
          ? (await walk(join(folder, entry.name))).map(path => join(entry.name, path))
          : [entry.name]
      )
  );
  return lists.flat().sort();
}
