import { PROFILE } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { Profile } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { reflect } from '../runtime/index.js';
import type { ServerReflectors } from '../servers.js';

/** Everything of the cluster that culling reads. */
export function createCullingCache(
  client: KubeClient,
  { notebooks, pods }: ServerReflectors,
  log: Logger
) {
  return {
    notebooks,
    pods,
    // Kubeflow's Notebook controller may be installed by itself, without Profiles.
    profiles: reflect(client, PROFILE, log, { trim: trimProfile, mayBeMissing: true })
  };
}

export type CullingCache = ReturnType<typeof createCullingCache>;

/** Its annotations, by which a project's idle time is set. */
export function trimProfile({ apiVersion, kind, metadata = {} }: Profile): Profile {
  const { name, uid, resourceVersion, deletionTimestamp, annotations } = metadata;
  return {
    apiVersion,
    kind,
    metadata: { name, uid, resourceVersion, deletionTimestamp, annotations }
  };
}
