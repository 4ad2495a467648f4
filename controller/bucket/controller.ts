import { keyOf, secretValues } from '@kubeflow-lab/kube';
import type { KubeClient, Secret } from '@kubeflow-lab/kube';
import { BUCKET_KEYS } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { createRunnable, reflectorsOf } from '../runtime/index.js';
import type { Metrics, Runnable } from '../runtime/index.js';
import { createBucketCache } from './cache.js';
import { Confirmed } from './confirmed.js';
import { RECHECK_MS, createBucketReconcile } from './reconcile.js';
import { BucketService } from './service.js';
import type { BucketServiceSettings } from './service.js';

export interface BucketControllerOptions {
  client: KubeClient;
  log: Logger;
  metrics: Metrics;
  /** Secret that says where buckets are made; there are none as long as it is missing. */
  service: { namespace: string; name: string };
  /** What becomes of a bucket when its project is deleted. */
  reclaim: 'Retain' | 'Delete';
}

/** Watches projects and the bucket service of the installation, and gives each project its bucket. */
export function createBucketController(options: BucketControllerOptions): Runnable {
  const { client, log, metrics, reclaim } = options;
  const cache = createBucketCache(client, options.service, log);
  // Somewhat shorter than the time between two looks, so that each of those asks the service.
  const confirmed = new Confirmed(RECHECK_MS * 0.9);
  let service: BucketService | null = null;
  const reconcile = createBucketReconcile({
    client,
    cache,
    reclaim,
    confirmed,
    service: () => service
  });
  return createRunnable(
    { name: 'bucket', reconcile, log, metrics, workers: 2 },
    reflectorsOf(cache),
    enqueue => {
      const { profiles, namespaces, secrets, repositories, editors } = cache;
      profiles.store.onChange(({ object }) => enqueue(keyOf(object.metadata)));
      namespaces.store.onChange(({ object }) => enqueue(keyOf(object.metadata)));
      for (const { store } of [secrets, repositories, editors]) {
        store.onChange(({ object }) => enqueue(keyOf({ name: object.metadata?.namespace })));
      }
      cache.service.store.onChange(({ type, object }) => {
        service?.destroy();
        const settings = type === 'deleted' ? null : settingsOf(object);
        service = settings === null ? null : new BucketService(settings);
        confirmed.clear();
        log.info({ endpoint: settings?.endpoint ?? null }, 'Bucket service');
        profiles.store.list().forEach(({ metadata }) => enqueue(keyOf(metadata)));
      });
    }
  );
}

/** What the Secret of a bucket service says; null where anything is missing. */
function settingsOf(secret: Secret): BucketServiceSettings | null {
  const values = secretValues(secret);
  const endpoint = values[BUCKET_KEYS.endpoint];
  const region = values[BUCKET_KEYS.region];
  const accessKeyId = values[BUCKET_KEYS.accessKeyId];
  const secretAccessKey = values[BUCKET_KEYS.secretAccessKey];
  return URL.canParse(endpoint) && region && accessKeyId && secretAccessKey
    ? { endpoint, region, accessKeyId, secretAccessKey }
    : null;
}
