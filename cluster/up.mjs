import { join } from 'node:path';

import { nodeBinaries, nodeBuildSteps, NODE_BUILD_STEPS } from './build/node-steps.mjs';
import { checkMachine } from './build/requirements.mjs';
import { checkForwards, startNode, status } from './node/lifecycle.mjs';
import { DEFAULT_NAME, pathsOf } from './node/state.mjs';
import { runSteps } from './steps/graph.mjs';
import { reportTo } from './steps/report.mjs';

/**
 * @typedef {object} UpOptions
 * @property {string} [name]
 * @property {boolean} [throwaway] data need not survive a power cut; for tests
 * @property {Record<string, string | null>} [forwards] loopback port → `IP:PORT` in the cluster, `GATEWAY` for
 *   the address kept for the gateway, or null for an address that `setForward` gives later. When absent, they are
 *   what an earlier start said, and at first port 8080 leads to the gateway.
 *   Port 0 lets the system choose (`Cluster.ports` says which).
 * @property {AbortSignal} [signal]
 * @property {import('./steps/graph.mjs').Report} [report] where progress is shown; the terminal when absent
 */

/**
 * The steps from nothing to a node that is Ready; the last one is called `node`. For a larger graph.
 * @param {UpOptions} options
 * @returns {import('./steps/graph.mjs').Step[]}
 */
export function nodeSteps(options) {
  const { name = DEFAULT_NAME, throwaway, forwards } = options;
  return [
    {
      id: 'machine',
      title: 'Check this machine',
      run: async () => {
        await checkMachine();
        await checkForwards(name, forwards);
      }
    },
    ...nodeBuildSteps().map(step => ({ ...step, after: [...(step.after ?? []), 'machine'] })),
    {
      id: 'node',
      title: 'Start the node',
      after: NODE_BUILD_STEPS,
      run: async ({ detail, signal }) =>
        startNode({ name, binaries: await nodeBinaries(), throwaway, forwards, detail, signal })
    }
  ];
}

/**
 * Brings a cluster's node up, building what it is made of where the cache lacks it. A cluster that
 * already runs is left as it is (`wasRunning`).
 * @param {UpOptions} [options]
 * @returns {Promise<import('./node/lifecycle.mjs').Cluster>}
 */
export async function up(options = {}) {
  const { name = DEFAULT_NAME, signal, report = reportTo() } = options;
  const before = await status(name);
  if (before.phase === 'ready') {
    return { ...before, wasRunning: true };
  }
  const { results } = await runSteps(nodeSteps({ ...options, name }), {
    report,
    logs: join(pathsOf(name).root, 'logs', 'start'),
    signal
  });
  return results.get('node');
}
