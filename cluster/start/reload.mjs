/** From a saved file to a new pod: what developers run after each change. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { imageSteps } from '../../images/index.mjs';
import { addonCluster, suggestionsStep } from '../addons/index.mjs';
import { ClearError } from '../errors.mjs';
import { status } from '../node/lifecycle.mjs';
import { pathsOf } from '../node/state.mjs';
import { runSteps } from '../steps/graph.mjs';
import { reportTo } from '../steps/report.mjs';
import { CODE_OF_IMAGE, workspaceSteps } from '../workspace/build-steps.mjs';
import { loadStep } from './graph.mjs';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const NAMESPACE = 'kubeflow-lab';
const DEPLOYMENTS = ['server', 'controller', 'engines'].map(
  program => `deployment/kubeflow-lab-${program}`
);

/**
 * Builds our code into an image, gives it to a cluster that runs, and restarts what runs it.
 * Notebook servers and jobs are left alone: the next one that starts has the new image.
 * @param {string} name of the cluster
 * @param {string} image such as `platform` or `jupyter`
 */
export async function reload(name, image) {
  if (!Object.hasOwn(CODE_OF_IMAGE, image)) {
    throw new ClearError(
      `There is no image "${image}": say ${Object.keys(CODE_OF_IMAGE).join(', ')}.`
    );
  }
  const node = await status(name);
  if (node.phase !== 'ready') {
    throw new ClearError(`Cluster "${name}" is not running: start it with \`npm start\`.`);
  }
  const cluster = addonCluster(node);
  /** What takes a new image up by itself. @type {Record<string, import('../steps/graph.mjs').Step>} */
  const taken = {
    platform: restartStep(cluster.client),
    suggestion: suggestionsStep(() => cluster, ['load-suggestion'])
  };
  const code = CODE_OF_IMAGE[image] ?? [];
  const needed = code.length === 0 ? [] : ['npm', 'code-types', ...code];
  const steps = [
    ...workspaceSteps(ROOT).filter(({ id }) => needed.includes(id)),
    ...imageSteps([image], CODE_OF_IMAGE),
    loadStep(image, name, []),
    ...(taken[image] ? [taken[image]] : [])
  ];
  await runSteps(steps, { report: reportTo(), logs: join(pathsOf(name).root, 'logs', 'reload') });
}

/**
 * @param {import('../addons/client.mjs').Client} client
 * @returns {import('../steps/graph.mjs').Step}
 */
function restartStep(client) {
  return {
    id: 'restart',
    title: 'Restart server, controller and engines',
    after: ['load-platform'],
    async run({ signal, log }) {
      await client.kubectl(['rollout', 'restart', '--namespace', NAMESPACE, ...DEPLOYMENTS], {
        signal,
        log
      });
      for (const deployment of DEPLOYMENTS) {
        const args = ['rollout', 'status', '--namespace', NAMESPACE, '--timeout=120s', deployment];
        await client.kubectl(args, { signal, log });
      }
    }
  };
}
