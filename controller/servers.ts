import { NOTEBOOK, POD, withoutManagedFields } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { NOTEBOOK_NAME_LABEL } from '@kubeflow-lab/resources';
import type { Pod } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { reflect } from './runtime/index.js';

/**
 * Notebooks and their pods, which several controllers read: each change is sent, parsed and held once for all of them.
 * Whichever of the controllers is told first to watch, or to stop, starts and stops it for all.
 */
export function reflectServers(client: KubeClient, log: Logger) {
  return {
    notebooks: reflect(client, NOTEBOOK, log),
    pods: reflect(client, POD, log, { labelSelector: NOTEBOOK_NAME_LABEL, trim: trimPod })
  };
}

export type ServerReflectors = ReturnType<typeof reflectServers>;

/** The specs of pods are large, and only a little of them explains a trouble. */
export function trimPod(pod: Pod): Pod {
  const trimmed = withoutManagedFields(pod);
  const containers = trimmed.spec?.containers?.map(({ name, image, resources }) => ({
    name,
    image,
    resources
  }));
  return { ...trimmed, spec: { containers, volumes: trimmed.spec?.volumes } };
}
