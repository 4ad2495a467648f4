import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { fetchWheels, lockFile } from '../python-tools.mjs';
import { makeFolder, runInRoot } from '../sandbox.mjs';
import { VENV } from './python.mjs';

/** What must be there first. @type {('debian' | 'python')[]} */
export const needs = ['debian', 'python'];

/** Where the folder is while it is being filled. */
const OUTPUT = '/mnt/out';

/** @typedef {import('../description.mjs').PackagesLayer} PackagesLayer */

/**
 * The installation, but for where its packages come from.
 * @param {string} folder
 * @returns {string} words of a command
 */
export function installCommand(folder) {
  return `${VENV}/bin/python -m pip install --no-deps --require-hashes --no-compile --no-cache-dir --target=${folder}`;
}

/**
 * Modules are compiled as those of the environment are.
 * @param {string} folder
 * @param {string} target where it is to be, which tracebacks name
 * @returns {string} a command
 */
export function compileCommand(folder, target) {
  return `${VENV}/bin/python -m compileall -q -j 0 -s ${folder} -p ${target} --invalidation-mode unchecked-hash ${folder}`;
}

/**
 * @param {PackagesLayer} layer
 * @returns {Promise<(string | Buffer)[]>} everything that decides what the layer holds, beside the layers below
 */
export async function inputs(layer) {
  return [
    JSON.stringify(layer),
    await readFile(lockFile(layer.requirements)),
    await readFile(new URL(import.meta.url))
  ];
}

/**
 * Installs packages into a folder of their own, with the pip of the environment below.
 * @param {PackagesLayer} layer
 * @param {string} root does not exist yet
 * @param {import('../../cluster/build/go-tool.mjs').BuildContext} context
 * @param {import('./layer.mjs').Below} below
 */
export async function make(layer, root, context, below) {
  const wheels = await fetchWheels(layer.requirements, context);
  const folder = join(root, layer.target);
  await makeFolder(folder);
  context.detail?.('installing');
  const script = [
    `${installCommand(OUTPUT)} --quiet --no-index --root-user-action=ignore --disable-pip-version-check ` +
      '--find-links=/mnt/wheels --requirement=/mnt/requirements.txt',
    compileCommand(OUTPUT, layer.target)
  ].join('\n');
  await runInRoot({
    root: below.debian,
    mounts: [
      { from: join(below.python, VENV), to: VENV },
      { from: folder, to: OUTPUT, writable: true },
      { from: wheels, to: '/mnt/wheels' },
      { from: lockFile(layer.requirements), to: '/mnt/requirements.txt' }
    ],
    command: ['sh', '-euc', script],
    signal: context.signal,
    log: context.log
  });
}
