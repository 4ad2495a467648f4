/**
 * How the controller does with many notebooks: against the same children made by hand in the same run, what it writes and
 * uses when nothing happens, and how it takes up its work again. Real API server and etcd, fake nodes.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { SILENT, down, status, up } from '../../cluster/index.mjs';

const CLUSTER = 'bench-controller';
const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/**
 * @typedef {object} Options
 * @property {string} [notebooks] how many; several numbers, separated by commas, are measured one after the other
 * @property {string} [cluster] one that runs already and is otherwise idle; without it one is started and removed
 * @property {string} [controller] another bundle than this checkout's
 * @property {string} [profile] a folder for processor profiles of the controller
 * @property {true} [least] also measures the least that a controller can do
 * @property {true} [foreign] also measures memory with 10,000 pods and 20,000 events that concern no notebook
 */

/**
 * @param {Options} options
 * @param {(text: string) => void} note
 * @returns {Promise<{parameters: object, figures: import('../report.mjs').Figure[]}>}
 */
export async function measure(options, note) {
  const notebooks = String(options.notebooks ?? 200)
    .split(',')
    .map(Number);
  if (!notebooks.every(number => Number.isInteger(number) && number > 0)) {
    throw new RangeError('--notebooks is how many, such as 1000 or 200,1000.');
  }
  const { controller, profile, foreign = false, least = false } = options;
  // What others do on this machine is in every figure of time.
  const load = Math.round(loadavg()[0] * 10) / 10;
  const folder = await mkdtemp(join(tmpdir(), 'kubeflow-lab-bench-'));
  try {
    const program = join(folder, 'controller.mjs');
    await copyFile(controller ?? (await bundle(note)), program);
    const { measureOn } = await import('./measure.mjs');
    const figures = await onCluster(options.cluster, cluster =>
      measureOn(cluster, { notebooks, foreign, least, program, profile, folder }, note)
    );
    return { parameters: { notebooks, foreign, least, load }, figures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {(text: string) => void} note @returns {Promise<string>} the bundle's path */
async function bundle(note) {
  note('building the controller');
  await run('npx', ['tsc', '-b', 'controller'], { cwd: root });
  await run(process.execPath, ['esbuild.platform.mjs', 'controller'], { cwd: root });
  return join(root, 'controller/dist/controller.mjs');
}

/**
 * @template T
 * @param {string | undefined} given a cluster's name
 * @param {(cluster: {kubeconfig: string}) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function onCluster(given, work) {
  const cluster =
    given === undefined
      ? await up({ name: CLUSTER, throwaway: true, forwards: {}, report: SILENT })
      : await status(given);
  try {
    return await work(cluster);
  } finally {
    if (given === undefined) {
      await down({ name: CLUSTER, purge: true });
    }
  }
}
