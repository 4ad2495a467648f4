import { CONFIG_MAP, NAMESPACE, PROFILE, SECRET, SERVICE_ACCOUNT } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { ARTIFACT_REPOSITORIES, BUCKET_SECRET } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { reflect } from '../runtime/index.js';
import { EDITOR } from './children.js';

const named = (name: string) => ({ fieldSelector: `metadata.name=${name}` });

/**
 * Everything of the cluster that the bucket controller reads; of Secrets, only those of two names.
 * @param service the Secret that says where buckets are made
 */
export function createBucketCache(
  client: KubeClient,
  service: { namespace: string; name: string },
  log: Logger
) {
  return {
    profiles: reflect(client, PROFILE, log),
    namespaces: reflect(client, NAMESPACE, log),
    service: reflect(client, SECRET, log, {
      namespace: service.namespace,
      ...named(service.name)
    }),
    secrets: reflect(client, SECRET, log, named(BUCKET_SECRET)),
    repositories: reflect(client, CONFIG_MAP, log, named(ARTIFACT_REPOSITORIES)),
    editors: reflect(client, SERVICE_ACCOUNT, log, named(EDITOR))
  };
}

export type BucketCache = ReturnType<typeof createBucketCache>;
