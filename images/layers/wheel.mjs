import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { makeFolder, runInRoot } from '../sandbox.mjs';
import { buildWheel } from '../wheel.mjs';
import { VENV, VENV_OWNER } from './python.mjs';

/** What must be there first. @type {('debian' | 'python')[]} */
export const needs = ['debian', 'python'];

/**
 * @param {import('../description.mjs').WheelLayer} _layer
 * @param {import('../../cluster/build/go-tool.mjs').BuildContext} context
 * @returns {Promise<(string | Buffer)[]>} everything that decides what the layer holds, beside the layers below
 */
export async function inputs(_layer, context) {
  return [await readFile(await buildWheel(context)), await readFile(new URL(import.meta.url))];
}

/**
 * Installs the wheel into the environment of a layer below. What it depends on is in that environment's lock file.
 * @param {import('../description.mjs').WheelLayer} _layer
 * @param {string} root does not exist yet
 * @param {import('../../cluster/build/go-tool.mjs').BuildContext} context
 * @param {import('./layer.mjs').Below} below
 */
export async function make(_layer, root, context, below) {
  const wheel = await buildWheel(context);
  await makeFolder(root);
  const script = [
    `${VENV}/bin/python -m pip install --quiet --no-index --no-deps --ignore-installed --no-compile --no-cache-dir ` +
      `--root-user-action=ignore --disable-pip-version-check --root=/mnt/out "/mnt/$1"`,
    `${VENV}/bin/python -m compileall -q -s /mnt/out --invalidation-mode unchecked-hash /mnt/out${VENV}/lib`,
    `chown -R ${VENV_OWNER} /mnt/out${VENV}`
  ].join('\n');
  await runInRoot({
    root: below.debian,
    mounts: [
      { from: join(below.python, VENV), to: VENV },
      { from: root, to: '/mnt/out', writable: true },
      { from: wheel, to: `/mnt/${basename(wheel)}` }
    ],
    command: ['sh', '-euc', script, 'sh', basename(wheel)],
    signal: context.signal,
    log: context.log
  });
}
