/** Pipelines: how long they compile, what their pictures cost the browser, and what the engine adds to the pods of the steps. */
import { CoreV1Api, CustomObjectsApi, KubeConfig } from '@kubernetes/client-node';

import { startPlatform, stopPlatform } from '../platform.mjs';
import { measureCompiling } from './compiling.mjs';
import { measureDrawing } from './drawing.mjs';
import { measureEngine } from './engine.mjs';
import { measureParallel } from './parallel.mjs';

const cluster = 'bench';
const namespace = 'bench-pipelines';
const IMAGE = 'localhost/kubeflow-lab-platform:0.1.0';

/**
 * @param {{runs?: string, port?: string, kubeconfig?: string, drawing?: true}} options with `kubeconfig` a platform that
 *   runs is measured, with `drawing` the browser alone
 * @param {(text: string) => void} note
 * @returns {Promise<{parameters: object, figures: import('../report.mjs').Figure[]}>}
 */
export async function measure(options, note) {
  const runs = Number(options.runs ?? 5);
  const compiling = await measureCompiling(note);
  const drawing = await measureDrawing(runs, note);
  if (options.drawing) {
    return { parameters: { runs }, figures: [...compiling, ...drawing] };
  }
  const { parameters, figures } = await measurePlatform(options, runs, note);
  return { parameters, figures: [...compiling, ...drawing, ...figures] };
}

async function measurePlatform(options, runs, note) {
  if (options.kubeconfig !== undefined) {
    return measureOn(options.kubeconfig, runs, note);
  }
  note('starting the platform');
  const { kubeconfig } = await startPlatform(cluster, Number(options.port ?? 8780));
  try {
    return await measureOn(kubeconfig, runs, note);
  } finally {
    await stopPlatform(cluster, true);
  }
}

async function measureOn(kubeconfig, runs, note) {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const objects = config.makeApiClient(CustomObjectsApi);
  await core.createNamespace({ body: { metadata: { name: namespace } } });
  try {
    const place = { objects, core, namespace };
    const engine = await measureEngine(place, { image: IMAGE, runs }, note);
    const parallel = await measureParallel(place, kubeconfig, { image: IMAGE }, note);
    return { parameters: { runs, image: IMAGE }, figures: [...engine, ...parallel] };
  } finally {
    await core.deleteNamespace({ name: namespace });
  }
}
