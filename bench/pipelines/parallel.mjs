/** Many steps at once: 20 that run, and 200 on fake nodes, each against as many pods made by hand. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createKubeClient, loadKubeConfig } from '@kubeflow-lab/kube';

import { startFakeNodes } from '../kwok.mjs';
import { figure } from '../report.mjs';
import { settled, stepOf, timePods, timeWorkflow } from './runs.mjs';

const REAL = 20;
const FAKE = 200;

/** @param {number} count @returns {object} so many steps, all at once */
const fan = count => ({
  dag: { tasks: [{ name: 'a', template: 'step', withSequence: { count: String(count) } }] }
});

/**
 * @param {import('./runs.mjs').Place} place
 * @param {string} kubeconfig
 * @param {{ image: string }} setting
 * @param {(text: string) => void} note
 * @returns {Promise<import('../report.mjs').Figure[]>}
 */
export async function measureParallel(place, kubeconfig, { image }, note) {
  const step = stepOf(image);
  const real = await compare(place, REAL, step);
  note(`${REAL} at once: ${JSON.stringify(real)}`);
  const folder = await mkdtemp(join(tmpdir(), 'kubeflow-lab-bench-'));
  const admin = createKubeClient(loadKubeConfig(kubeconfig));
  const nodes = await startFakeNodes(admin, kubeconfig, join(folder, 'kwok.log'));
  try {
    const fake = await compare(place, FAKE, step);
    note(`${FAKE} on fake nodes: ${JSON.stringify(fake)}`);
    return [...figuresOf(REAL, real), ...figuresOf(FAKE, fake)];
  } finally {
    await nodes.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns {Promise<{bare: number, run: number}>} seconds until all have succeeded */
async function compare(place, count, step) {
  const names = Array.from({ length: count }, (_, index) => `bare-${count}-${index}`);
  const bare = await timePods(place, names, step);
  await settled(place);
  const run = await timeWorkflow(place, `parallel-${count}`, fan(count), step);
  await settled(place);
  return { bare, run };
}

function figuresOf(count, { bare, run }) {
  return [
    figure(`bare_parallel_${count}_s`, bare, 's'),
    figure(`parallel_${count}_s`, run, 's'),
    figure(`parallel_${count}_ratio`, run / bare, 'ratio')
  ];
}
