/**
 * `npm run --silent bench -- NAME [options] [--json]`: runs one benchmark and prints its figures.
 * Exits non-zero only when it could not measure; a missed goal is a figure with `met: false`.
 */
import { cpus, totalmem } from 'node:os';
import { existsSync } from 'node:fs';

import { parseOptions, table } from './report.mjs';

const [name, ...words] = process.argv.slice(2);
const module = new URL(`./${name}/bench.mjs`, import.meta.url);
if (!name || !/^[a-z-]+$/.test(name) || !existsSync(module)) {
  process.stderr.write('usage: npm run --silent bench -- NAME [--OPTION VALUE …] [--json]\n');
  process.exit(2);
}

const { measure } = await import(module.href);
const { json, ...options } = parseOptions(words);
const note = text => process.stderr.write(`${text}\n`);
const { parameters, figures } = await measure(options, note);
const result = {
  bench: name,
  parameters,
  machine: {
    processor: cpus()[0].model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version
  },
  figures
};
process.stdout.write(json ? `${JSON.stringify(result)}\n` : table(result));
