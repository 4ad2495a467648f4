/**
 * `node images/requirements/lock.mjs [name…]` writes NAME.txt from NAME.in: every package that NAME.in leads to,
 * with its exact version and the hash of its wheel for this platform. A line `# without: NAME` in NAME.in leaves a package out.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { exec } from '../../cluster/exec.mjs';
import { PYTHON_VERSION } from '../base.mjs';
import { pythonTools } from '../python-tools.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const inputs = (await readdir(folder))
  .filter(file => file.endsWith('.in'))
  .map(file => file.slice(0, -3));
const names = process.argv.length > 2 ? process.argv.slice(2) : inputs;

/**
 * @typedef {object} Chosen an entry of pip's report
 * @property {{ name: string, version: string }} metadata
 * @property {{ archive_info: { hashes: { sha256: string } } }} download_info
 */

for (const name of names) {
  const input = join(folder, `${name}.in`);
  const without = new Set(
    [...(await readFile(input, 'utf8')).matchAll(/^# without: (\S+)$/gm)].map(match => match[1])
  );
  /** @type {{ install: Chosen[] }} */
  const report = JSON.parse(
    await exec(await pythonTools(), [
      ...[
        '-m',
        'pip',
        'install',
        '--quiet',
        '--dry-run',
        '--ignore-installed',
        '--only-binary=:all:'
      ],
      // pip wants a target when it chooses for another Python than its own; a dry run writes nothing to it.
      ...[
        `--python-version=${PYTHON_VERSION}`,
        '--target=/nonexistent',
        '--report=-',
        `--requirement=${input}`
      ]
    ])
  );
  const lines = report.install
    .map(entry => ({
      name: entry.metadata.name.toLowerCase().replaceAll(/[-_.]+/g, '-'),
      version: entry.metadata.version,
      hash: entry.download_info.archive_info.hashes.sha256
    }))
    .filter(entry => !without.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(entry => `${entry.name}==${entry.version} --hash=sha256:${entry.hash}`);
  await writeFile(
    join(folder, `${name}.txt`),
    `# Written by lock.mjs from ${name}.in.\n${lines.join('\n')}\n`
  );
}
