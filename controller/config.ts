import { parseArgs } from 'node:util';

import { parseQuantity } from '@kubeflow-lab/resources';

import { readCullingConfig } from './culling/index.js';
import type { CullingConfig } from './culling/index.js';
import type { RoutingSettings } from './notebook/index.js';
import type { SharedVolumeSettings } from './profile/index.js';

/** What one process can do; each part is of use without the others. */
export const CONTROLLERS = [
  'notebook',
  'culling',
  'profile',
  'bucket',
  'model-route',
  'tensorboard'
] as const;
export type ControllerName = (typeof CONTROLLERS)[number];

export interface Config {
  /** Which of them are at work: beside Kubeflow's own Profile controller, ours must not be. */
  controllers: ControllerName[];
  routing: RoutingSettings;
  /** Whether notebooks that say nothing of it write to their volumes with the group of the images. */
  addFsGroup: boolean;
  sharedVolume: SharedVolumeSettings;
  culling: CullingConfig;
  /** The image that TensorBoards run; '' where the installation has none, and so no TensorBoards. */
  tensorboardImage: string;
  /** What becomes of a project's bucket when the project is deleted. */
  bucketReclaim: 'Retain' | 'Delete';
  /** Secret in `leaseNamespace` that says where buckets are made. */
  bucketService: string;
  /** Where the Lease lies by which one of several controllers leads. */
  leaseNamespace: string;
  /** After how long without a sign of life a leader is replaced. */
  leaseSeconds: number;
  port: number;
  /** Another port for the same, where metrics are asked for at one of their own; null where not. */
  metricsPort: number | null;
  logLevel: string;
}

type Environment = Record<string, string | undefined>;

/** The flags of upstream's Notebook controller. Some have nothing to say here: see docs/notebook-controller.md. */
const FLAGS = {
  'metrics-addr': { type: 'string' },
  'probe-addr': { type: 'string' },
  'leader-election-namespace': { type: 'string' },
  'enable-leader-election': { type: 'boolean' },
  qps: { type: 'string' },
  burst: { type: 'string' }
} as const;

/**
 * The configuration in environment variables, and in the flags of upstream's controller. Throws a sentence that names
 * what is wrong.
 */
export function readConfig(env: Environment, args: string[] = []): Config {
  const { values: flags } = parseArgs({ args, options: FLAGS });
  const port = flags['probe-addr'] ? portOf('--probe-addr', flags['probe-addr']) : ownPort(env);
  const metricsAddress = flags['metrics-addr'];
  const metricsPort = metricsAddress ? portOf('--metrics-addr', metricsAddress) : port;
  return {
    controllers: controllers(env.CONTROLLERS || CONTROLLERS.join()),
    routing: {
      strategy: env.ROUTING || upstreamRouting(env.USE_ISTIO),
      gateway: gateway(env.GATEWAY || 'kubeflow-lab/kubeflow-lab-gateway'),
      istio: {
        gateway: env.ISTIO_GATEWAY || 'kubeflow/kubeflow-gateway',
        host: env.ISTIO_HOST || '*',
        clusterDomain: env.CLUSTER_DOMAIN || 'cluster.local'
      }
    },
    addFsGroup: !env.ADD_FSGROUP || env.ADD_FSGROUP === 'true',
    sharedVolume: {
      size: size(env.SHARED_VOLUME_SIZE || '5Gi'),
      accessMode: accessMode(env.SHARED_VOLUME_ACCESS_MODE || 'ReadWriteOnce'),
      ...(env.SHARED_VOLUME_STORAGE_CLASS ? { storageClass: env.SHARED_VOLUME_STORAGE_CLASS } : {})
    },
    culling: readCullingConfig(env),
    tensorboardImage: env.TENSORBOARD_IMAGE ?? '',
    bucketReclaim: reclaim(env.BUCKET_RECLAIM || 'Retain'),
    bucketService: env.BUCKET_SERVICE_SECRET || 'kubeflow-lab-bucket-service',
    leaseNamespace: flags['leader-election-namespace'] || env.LEASE_NAMESPACE || 'kubeflow-lab',
    leaseSeconds: leaseSeconds(env.LEASE_SECONDS || '10'),
    port,
    metricsPort: metricsPort === port ? null : metricsPort,
    logLevel: env.LOG_LEVEL || 'info'
  };
}

function controllers(text: string): ControllerName[] {
  const names = text.split(',').map(name => name.trim());
  const unknown = names.find(name => !(CONTROLLERS as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new Error(`CONTROLLERS names "${unknown}"; it may name ${CONTROLLERS.join(', ')}.`);
  }
  return names as ControllerName[];
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

function ownPort(env: Environment): number {
  return portOf('PORT', env.PORT || '8081');
}

/** The port of `:8080`, `0.0.0.0:8080` or `8080`. */
function portOf(name: string, text: string): number {
  const number = Number(/^(?:.*:)?(\d{1,5})$/.exec(text)?.[1] ?? NaN);
  if (!(number <= 65535)) {
    throw new Error(`${name} is "${text}"; it must be a port number.`);
  }
  return number;
}

/** Upstream's one setting for how notebooks are reached, where ours is not there. */
function upstreamRouting(useIstio: string | undefined): string {
  if (!useIstio) {
    return 'gateway-api';
  }
  return useIstio === 'true' ? 'istio' : 'none';
}

function leaseSeconds(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 600) {
    throw new Error(`LEASE_SECONDS is "${text}"; it must be a whole number from 1 to 600.`);
  }
  return number;
}
