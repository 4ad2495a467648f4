/** Fake nodes: kwok says of every pod on them that it runs, or has ended where that is meant, and nothing does. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { NODE } from '@kubeflow-lab/kube';

import { goTool } from '../cluster/index.mjs';

const ANNOTATION = 'kwok.x-k8s.io/node';
const STAGES = fileURLToPath(new URL('kwok.yaml', import.meta.url));
const NODES = 2;

/**
 * Adds fake nodes to a cluster and lets nothing new run on its real ones.
 * @param {import('@kubeflow-lab/kube').KubeClient} admin @param {string} kubeconfig @param {string} log a file
 * @returns {Promise<{pid: number, stop: () => Promise<void>}>} kwok's process; `stop` takes them away again
 */
export async function startFakeNodes(admin, kubeconfig, log) {
  const program = await goTool('kwok');
  const { items: real } = await admin.list(NODE);
  for (const { metadata } of real) {
    await admin.mergePatch(NODE, { name: metadata.name }, { spec: { unschedulable: true } });
  }
  const names = Array.from({ length: NODES }, (_, index) => `fake-${index}`);
  for (const name of names) {
    await admin.apply(NODE, {
      metadata: {
        name,
        annotations: { [ANNOTATION]: 'fake' },
        labels: { 'kubernetes.io/hostname': name }
      }
    });
  }
  const output = openSync(log, 'a');
  const kwok = spawn(
    program,
    [
      `--kubeconfig=${kubeconfig}`,
      `--config=${STAGES}`,
      '--manage-all-nodes=false',
      `--manage-nodes-with-annotation-selector=${ANNOTATION}=fake`,
      '--node-lease-duration-seconds=40'
    ],
    { stdio: ['ignore', output, output] }
  );
  closeSync(output);
  const stop = async () => {
    kwok.kill('SIGTERM');
    for (const name of names) {
      await admin.delete(NODE, { name });
    }
    for (const { metadata } of real.filter(({ spec }) => !spec?.unschedulable)) {
      await admin.mergePatch(NODE, { name: metadata.name }, { spec: { unschedulable: null } });
    }
  };
  return { pid: kwok.pid, stop };
}
