import { keyOf } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { Logger } from 'pino';

import { createRunnable, reflectorsOf } from '../runtime/index.js';
import type { Metrics, Runnable } from '../runtime/index.js';
import { createProfileCache } from './cache.js';
import type { SharedVolumeSettings } from './children.js';
import { createProfileReconcile } from './reconcile.js';

export interface ProfileControllerOptions {
  client: KubeClient;
  log: Logger;
  metrics: Metrics;
  sharedVolume: SharedVolumeSettings;
}

/** Watches Profiles and all that belongs to them, and reconciles. */
export function createProfileController(options: ProfileControllerOptions): Runnable {
  const { client, log, metrics, sharedVolume } = options;
  const cache = createProfileCache(client, log);
  const reconcile = createProfileReconcile({ client, cache, sharedVolume });
  return createRunnable(
    { name: 'profile', reconcile, log, metrics, workers: 2 },
    reflectorsOf(cache),
    enqueue => {
      cache.profiles.store.onChange(({ object }) => enqueue(keyOf(object.metadata)));
      cache.namespaces.store.onChange(({ object }) => enqueue(profileKey(object.metadata?.name)));
      for (const { store } of [cache.serviceAccounts, cache.roleBindings, cache.claims]) {
        store.onChange(({ object }) => enqueue(profileKey(object.metadata?.namespace)));
      }
    }
  );
}

/** A Profile has the name of its namespace. */
function profileKey(name: string | undefined): string {
  return keyOf({ name });
}
