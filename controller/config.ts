import { parseQuantity } from '@kubeflow-lab/resources';

import { readCullingConfig } from './culling/index.js';
import type { CullingConfig } from './culling/index.js';
import type { RoutingSettings } from './notebook/index.js';
import type { SharedVolumeSettings } from './profile/index.js';

export interface Config {
  routing: RoutingSettings;
  sharedVolume: SharedVolumeSettings;
  culling: CullingConfig;
  /** What becomes of a project's bucket when the project is deleted. */
  bucketReclaim: 'Retain' | 'Delete';
  /** Secret in `leaseNamespace` that says where buckets are made. */
  bucketService: string;
  /** Where the Lease lies by which one of several controllers leads. */
  leaseNamespace: string;
  port: number;
  logLevel: string;
}

/** The configuration in environment variables; throws a sentence that names the variable that is wrong. */
export function readConfig(env: Record<string, string | undefined>): Config {
  return {
    routing: {
      strategy: env.ROUTING || 'gateway-api',
      gateway: gateway(env.GATEWAY || 'kubeflow-lab/kubeflow-lab-gateway'),
      istio: {
        gateway: env.ISTIO_GATEWAY || 'kubeflow/kubeflow-gateway',
        host: env.ISTIO_HOST || '*',
        clusterDomain: env.CLUSTER_DOMAIN || 'cluster.local'
      }
    },
    sharedVolume: {
      size: size(env.SHARED_VOLUME_SIZE || '5Gi'),
      accessMode: accessMode(env.SHARED_VOLUME_ACCESS_MODE || 'ReadWriteOnce'),
      ...(env.SHARED_VOLUME_STORAGE_CLASS ? { storageClass: env.SHARED_VOLUME_STORAGE_CLASS } : {})
    },
    culling: readCullingConfig(env),
    bucketReclaim: reclaim(env.BUCKET_RECLAIM || 'Retain'),
    bucketService: env.BUCKET_SERVICE_SECRET || 'kubeflow-lab-bucket-service',
    leaseNamespace: env.LEASE_NAMESPACE || 'kubeflow-lab',
    port: port(env.PORT || '8081'),
    logLevel: env.LOG_LEVEL || 'info'
  };
}

function gateway(text: string): RoutingSettings['gateway'] {
  const [namespace, name, ...rest] = text.split('/');
  if (!namespace || !name || rest.length > 0) {
    throw new Error(`GATEWAY is "${text}"; it must be <namespace>/<name> of a Gateway.`);
  }
  return { namespace, name };
}

function size(text: string): string {
  if (!((parseQuantity(text) ?? 0) > 0)) {
    throw new Error(`SHARED_VOLUME_SIZE is "${text}"; it must be a quantity such as 5Gi.`);
  }
  return text;
}

const ACCESS_MODES = ['ReadWriteOnce', 'ReadWriteMany', 'ReadWriteOncePod'];

function accessMode(text: string): string {
  if (!ACCESS_MODES.includes(text)) {
    throw new Error(
      `SHARED_VOLUME_ACCESS_MODE is "${text}"; it may be ${ACCESS_MODES.join(', ')}.`
    );
  }
  return text;
}

function reclaim(text: string): Config['bucketReclaim'] {
  if (text !== 'Retain' && text !== 'Delete') {
    throw new Error(`BUCKET_RECLAIM is "${text}"; it may be Retain or Delete.`);
  }
  return text;
}

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65535) {
    throw new Error(`PORT is "${text}"; it must be a port number.`);
  }
  return number;
}
