import {
  NAMESPACE,
  PERSISTENT_VOLUME_CLAIM,
  PROFILE,
  ROLE_BINDING,
  SERVICE_ACCOUNT
} from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { SHARED_CLAIM } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { reflect } from '../runtime/index.js';
import { MANAGED_BY } from './children.js';

const OURS = Object.entries(MANAGED_BY)
  .map(([label, value]) => `${label}=${value}`)
  .join(',');

/** Everything of the cluster that the Profile controller reads. */
export function createProfileCache(client: KubeClient, log: Logger) {
  return {
    profiles: reflect(client, PROFILE, log),
    namespaces: reflect(client, NAMESPACE, log),
    serviceAccounts: reflect(client, SERVICE_ACCOUNT, log, { labelSelector: OURS }),
    roleBindings: reflect(client, ROLE_BINDING, log, { labelSelector: OURS }),
    claims: reflect(client, PERSISTENT_VOLUME_CLAIM, log, {
      fieldSelector: `metadata.name=${SHARED_CLAIM}`
    })
  };
}

export type ProfileCache = ReturnType<typeof createProfileCache>;
