/** Our own Python package, with the prebuilt extension, as a wheel. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { cached, cachePath, hashOf } from '../cluster/build/cache.mjs';
import { ClearError } from '../cluster/errors.mjs';
import { exec } from '../cluster/exec.mjs';
import { CHECKOUT } from './description.mjs';
import { pythonTools } from './python-tools.mjs';

const PACKAGE = 'kubeflow_lab';

/** Files outside the package that go into the wheel, or decide how it is made. */
const BESIDE = ['pyproject.toml', 'package.json', 'README.md', 'LICENSE'];

/**
 * Builds the wheel, unless there is one of the same sources.
 * @param {import('../cluster/build/go-tool.mjs').BuildContext} [context]
 * @returns {Promise<string>} its path
 * @throws {ClearError} where the extension is not built yet
 */
export async function buildWheel(context = {}) {
  const { signal, log, detail } = context;
  if (!existsSync(join(CHECKOUT, PACKAGE, 'labextension', 'package.json'))) {
    throw new ClearError(
      'The JupyterLab extension is not built; run "npm run build:labextension" first.'
    );
  }
  const python = await pythonTools(context);
  const folder = await cached(
    cachePath('wheel', PACKAGE, hashOf(await sources())),
    async temporary => {
      detail?.('building the wheel');
      await exec(
        python,
        ['-m', 'hatchling', 'build', '--target=wheel', `--directory=${temporary}`],
        {
          cwd: CHECKOUT,
          signal,
          onLine: log
        }
      );
    }
  );
  const [file] = (await readdir(folder)).filter(name => name.endsWith('.whl'));
  return join(folder, file);
}

/** @returns {Promise<(string | Buffer)[]>} everything that decides what is in the wheel */
async function sources() {
  const entries = await readdir(join(CHECKOUT, PACKAGE), { withFileTypes: true, recursive: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(CHECKOUT, join(entry.parentPath ?? entry.path, entry.name)))
    .filter(path => !path.split(sep).some(part => part === '__pycache__' || part === 'tests'));
  /** @type {(string | Buffer)[]} */
  const parts = [];
  for (const path of [
    ...BESIDE.filter(name => existsSync(join(CHECKOUT, name))),
    ...files.sort()
  ]) {
    parts.push(path, await readFile(join(CHECKOUT, path)));
  }
  return parts;
}
