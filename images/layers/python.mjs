import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { fetchWheels, lockFile } from '../python-tools.mjs';
import { makeFolder, runInRoot } from '../sandbox.mjs';

/** What must be there first. @type {('debian' | 'python')[]} */
export const needs = ['debian'];

/** @typedef {import('../description.mjs').PythonLayer} PythonLayer */

/** Where the environment is, in every image. */
export const VENV = '/opt/venv';

/** A user may add packages to the environment of their own container. */
export const VENV_OWNER = '1000:100';

/**
 * @param {PythonLayer} layer
 * @returns {string[]} options of `venv` beside those of each builder
 */
export function venvOptions(layer) {
  return layer.system ? ['--system-site-packages'] : [];
}

/**
 * What follows the installation, here as in the Dockerfile. Modules are compiled now, because a container's user
 * would do it at every start, and without a check of their files' times, which a layer does not keep.
 * @param {PythonLayer} layer
 * @returns {string[]} shell commands
 */
export function finishCommands(layer) {
  const patterns = layer.trim.map(pattern => `-path '${VENV}/${pattern}'`).join(' -o ');
  return [
    `find ${VENV} \\( ${patterns} \\) -prune -exec rm -r {} +`,
    `${VENV}/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash ${VENV}/lib`,
    `chown -R ${VENV_OWNER} ${VENV}`
  ];
}

/**
 * @param {PythonLayer} layer
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
 * Installs the packages on top of the Debian below.
 * @param {PythonLayer} layer
 * @param {string} root does not exist yet
 * @param {import('../../cluster/build/go-tool.mjs').BuildContext} context
 * @param {import('./layer.mjs').Below} below
 */
export async function make(layer, root, context, below) {
  const wheels = await fetchWheels(layer.requirements, context);
  const venv = join(root, VENV);
  await makeFolder(venv);
  context.detail?.('installing');
  const script = [
    ['python3 -m venv --without-pip', ...venvOptions(layer), VENV].join(' '),
    // pip runs out of its own wheel, so nothing older needs to be installed first.
    'pip=$(ls /mnt/wheels/pip-*.whl | sort -V | tail -n 1)',
    `${VENV}/bin/python "$pip/pip" install --quiet --no-index --no-deps --require-hashes --no-compile --no-cache-dir ` +
      '--root-user-action=ignore --no-warn-script-location --disable-pip-version-check ' +
      '--find-links=/mnt/wheels --requirement=/mnt/requirements.txt',
    ...finishCommands(layer)
  ].join('\n');
  await runInRoot({
    root: below.debian,
    mounts: [
      { from: venv, to: VENV, writable: true },
      { from: wheels, to: '/mnt/wheels' },
      { from: lockFile(layer.requirements), to: '/mnt/requirements.txt' }
    ],
    command: ['sh', '-euc', script],
    signal: context.signal,
    log: context.log
  });
}
