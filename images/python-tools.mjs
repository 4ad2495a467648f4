/** Python on this machine, as a tool: it fetches packages and builds our wheel, and is no part of any image. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { cached, cachePath, cacheRoot, hashOf } from '../cluster/build/cache.mjs';
import { ClearError } from '../cluster/errors.mjs';
import { exec, tryExec } from '../cluster/exec.mjs';
import { PYTHON_VERSION } from './base.mjs';
import { IMAGES_FOLDER } from './description.mjs';

/** @typedef {import('../cluster/build/go-tool.mjs').BuildContext} BuildContext */

/**
 * The lock file of a set of packages.
 * @param {string} requirements such as `jupyter`
 * @returns {string}
 */
export function lockFile(requirements) {
  return join(IMAGES_FOLDER, 'requirements', `${requirements}.txt`);
}

/**
 * A Python with pip and hatchling.
 * @param {BuildContext} [context]
 * @returns {Promise<string>} path of the interpreter
 */
export async function pythonTools(context = {}) {
  const version = await tryExec('python3', ['--version']);
  if (version === undefined) {
    throw new ClearError(
      'Python is missing; run "apt-get install python3 python3-venv" and start again.'
    );
  }
  const lock = lockFile('wheel');
  const hash = hashOf([version, await readFile(lock)]);
  const folder = await cached(cachePath('python', 'tools', hash), async temporary => {
    await exec('python3', ['-m', 'venv', temporary], { signal: context.signal }).catch(cause => {
      throw new ClearError(
        'Python cannot make environments; run "apt-get install python3-venv" and start again.',
        { cause }
      );
    });
    await exec(
      join(temporary, 'bin', 'python'),
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--no-deps',
        '--require-hashes',
        '--only-binary=:all:',
        `--requirement=${lock}`
      ],
      { signal: context.signal, onLine: context.log }
    );
  });
  return join(folder, 'bin', 'python');
}

/** Downloads that are under way in this process, by lock file. @type {Map<string, Promise<void>>} */
const downloads = new Map();

/**
 * Fetches the wheels of a lock file with this machine's own settings of pip (index, proxy, certificates), so that
 * none of them is needed where the wheels are installed. What is there already is not fetched again.
 * @param {string} requirements such as `jupyter`
 * @param {BuildContext} [context]
 * @returns {Promise<string>} the folder of the wheels, which holds those of other lock files too
 */
export async function fetchWheels(requirements, context = {}) {
  const folder = join(cacheRoot(), 'wheels');
  const complete = join(folder, `.complete-${hashOf([await readFile(lockFile(requirements))])}`);
  if (!existsSync(complete)) {
    const running = downloads.get(complete) ?? downloadWheels(requirements, folder, context);
    downloads.set(complete, running);
    await running.finally(() => downloads.delete(complete));
    await writeFile(complete, '');
  }
  return folder;
}

/**
 * @param {string} requirements
 * @param {string} folder
 * @param {BuildContext} context
 */
async function downloadWheels(requirements, folder, { signal, log, progress, detail }) {
  const python = await pythonTools({ signal, log });
  const lock = lockFile(requirements);
  const total = (await readFile(lock, 'utf8')).match(/^[^#\s].*==/gm)?.length ?? 0;
  let done = 0;
  detail?.('downloading');
  await exec(
    python,
    [
      ...[
        '-m',
        'pip',
        'download',
        '--no-deps',
        '--require-hashes',
        '--only-binary=:all:',
        '--no-cache-dir'
      ],
      ...[
        '--progress-bar=off',
        `--python-version=${PYTHON_VERSION}`,
        `--dest=${folder}`,
        `--requirement=${lock}`
      ]
    ],
    {
      signal,
      onLine: line => {
        log?.(line);
        if (line.startsWith('Collecting ')) {
          done += 1;
          progress?.(done, total, 'packages');
        }
      }
    }
  );
}
