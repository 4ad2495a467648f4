import { createExec } from '@kubeflow-lab/kube';

import type { Runnable } from '../runtime/index.js';
import type { CullingConfig } from './config.js';
import { createCullingController } from './controller.js';
import type { CullingControllerOptions } from './controller.js';
import { ProbeIdentity, createProber, runBy } from './probe/index.js';

/** The culling controller as an installation configures it. */
export function createCulling(
  { settings, address, execProbes, ...platform }: CullingConfig,
  options: Omit<CullingControllerOptions, 'prober' | 'settings'>
): Runnable {
  const identity = new ProbeIdentity(platform);
  const prober = createProber({
    ...settings,
    address,
    headers: (notebook, signal) => identity.headers(notebook, signal),
    run: execProbes ? runBy(createExec()) : null
  });
  return createCullingController({ ...options, prober, settings });
}
