/**
 * The server and its web app with many notebooks and many people: the list as it grows, what it asks of the API server,
 * how soon a change reaches every browser, memory, and what a browser does with a long table. Real API server and etcd;
 * the notebooks are stopped, so there are no pods.
 */
import { execFile } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { SILENT, down, up } from '../../cluster/index.mjs';

const CLUSTER = 'bench-server';
const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/**
 * @param {{notebooks?: string, users?: string}} options `notebooks`: in one project; `users`: each with a stream
 * @param {(text: string) => void} note
 * @returns {Promise<{parameters: object, figures: import('../report.mjs').Figure[]}>}
 */
export async function measure(options, note) {
  const notebooks = wholeNumber(options.notebooks ?? 2000, '--notebooks');
  const users = wholeNumber(options.users ?? 200, '--users');
  const load = Math.round(loadavg()[0] * 10) / 10;
  note('building server and spawner');
  await run('npx', ['tsc', '-b', 'server', 'controller', 'spawner'], { cwd: root });
  for (const room of ['server', 'spawner']) {
    await run('npm', ['run', '--silent', 'bundle', '-w', `@kubeflow-lab/${room}`], { cwd: root });
  }
  // Only now there is what it imports.
  const { measureOn } = await import('./measure.mjs');
  const cluster = await up({ name: CLUSTER, throwaway: true, forwards: {}, report: SILENT });
  try {
    const figures = await measureOn(cluster, { notebooks, users }, note);
    return { parameters: { notebooks, users, load }, figures };
  } finally {
    await down({ name: CLUSTER, purge: true });
  }
}

/** @param {unknown} value @param {string} option @returns {number} */
function wholeNumber(value, option) {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) {
    throw new RangeError(`${option} must be a whole number from 1`);
  }
  return number;
}
