/**
 * How the controller does with many notebooks: against the same children made by hand in the same run, what it writes and
 * uses when nothing happens, and how it takes up its work again. Real API server and etcd, fake nodes.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { SILENT, down, status, up } from '../../cluster/index.mjs';

const CLUSTER = 'bench-controller';
const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/**
 * @param {{notebooks?: string, cluster?: string, foreign?: true}} options `cluster`: one that runs already and is otherwise
 *   idle; without it one is started and removed. `foreign`: also measures memory with 10,000 pods and 20,000 events that
 *   concern no notebook.
 * @param {(text: string) => void} note
 * @returns {Promise<{parameters: object, figures: import('../report.mjs').Figure[]}>}
 */
export async function measure(options, note) {
  const notebooks = Number(options.notebooks ?? 200);
  if (!Number.isInteger(notebooks) || notebooks < 1) {
    throw new RangeError('--notebooks is how many, such as 1000.');
  }
  note('building the controller');
  await run('npx', ['tsc', '-b', 'controller'], { cwd: root });
  await run(process.execPath, ['esbuild.platform.mjs', 'controller'], { cwd: root });
  const { measureOn } = await import('./measure.mjs');
  const given = options.cluster;
  const cluster =
    given === undefined
      ? await up({ name: CLUSTER, throwaway: true, forwards: {}, report: SILENT })
      : await status(given);
  try {
    return await measureOn(cluster, { notebooks, foreign: options.foreign === true }, note);
  } finally {
    if (given === undefined) {
      await down({ name: CLUSTER, purge: true });
    }
  }
}
