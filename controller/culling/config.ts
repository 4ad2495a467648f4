import { parseIdleTime } from '@kubeflow-lab/resources';

import type { ProbeAddress } from './probe/index.js';
import type { CullingSettings } from './settings.js';

export interface CullingConfig {
  /** Whether anybody looks at how servers are used at all. */
  enabled: boolean;
  settings: CullingSettings;
  address: ProbeAddress;
  /** Where the platform's server is, which vouches for us to servers that ask for an identity. */
  serverUrl: string;
  /** File of our service account's token for it. */
  tokenFile: string;
  /** Whether Notebooks may name a program that finds out; needs the right to create `pods/exec`. */
  execProbes: boolean;
}

const MINUTE_MS = 60_000;
const TIMEOUT_MS = 5_000;

type Environment = Record<string, string | undefined>;

/**
 * Culling's part of the configuration. The first three variables have upstream's names, defaults and meaning (minutes).
 * Throws a sentence that names the variable that is wrong.
 */
export function readCullingConfig(env: Environment): CullingConfig {
  const idleMs = idleTime(env, 'CULL_IDLE_TIME', 1440 * MINUTE_MS);
  const maxIdleMs = idleTime(env, 'CULL_IDLE_TIME_MAX', Infinity);
  return {
    enabled: env.ENABLE_CULLING === 'true',
    settings: {
      idleMs,
      periodMs: time(env, 'IDLENESS_CHECK_PERIOD', MINUTE_MS),
      gpuIdleMs: idleTime(env, 'CULL_IDLE_TIME_GPU', idleMs),
      maxIdleMs,
      gpuMaxIdleMs: idleTime(env, 'CULL_IDLE_TIME_MAX_GPU', maxIdleMs),
      warningMs: time(env, 'CULL_WARNING_TIME', 15 * MINUTE_MS),
      stepMs: time(env, 'CULL_ACTIVITY_STEP', 15 * MINUTE_MS),
      timeoutMs: TIMEOUT_MS,
      concurrency: count(env, 'CULL_CONCURRENCY', 32),
      countRequests: env.CULL_COUNT_REQUESTS !== 'false'
    },
    address: address(env),
    serverUrl: serverUrl(env.SERVER_URL || 'http://kubeflow-lab-server.kubeflow-lab.svc'),
    tokenFile: env.SERVER_TOKEN_FILE || '/var/run/secrets/kubeflow-lab/token',
    execProbes: env.CULL_EXEC_PROBES === 'true'
  };
}

function idleTime(env: Environment, name: string, fallback: number): number {
  const text = env[name];
  const milliseconds = text ? parseIdleTime(text) : fallback;
  if (milliseconds === null) {
    throw new Error(`${name} is "${text}"; it must be minutes, such as 90, or 2h, 1d or never.`);
  }
  return milliseconds;
}

function time(env: Environment, name: string, fallback: number): number {
  const milliseconds = idleTime(env, name, fallback);
  if (milliseconds === Infinity) {
    throw new Error(`${name} is "${env[name]}"; it must be minutes, such as 5, or 1h.`);
  }
  return milliseconds;
}

function count(env: Environment, name: string, fallback: number): number {
  const number = Number(env[name] || fallback);
  if (!Number.isInteger(number) || number < 1 || number > 1000) {
    throw new Error(`${name} is "${env[name]}"; it must be a number from 1 to 1000.`);
  }
  return number;
}

/** A mesh knows Services, not the addresses of pods. */
function address(env: Environment): ProbeAddress {
  const inMesh = env.ROUTING ? env.ROUTING === 'istio' : env.USE_ISTIO === 'true';
  const by = env.ACTIVITY_ADDRESS || (inMesh ? 'service' : 'pod');
  switch (by) {
    case 'pod':
      return { by };
    case 'service':
      return { by, clusterDomain: env.CLUSTER_DOMAIN || 'cluster.local' };
    default:
      throw new Error(`ACTIVITY_ADDRESS is "${by}"; it may be pod or service.`);
  }
}

function serverUrl(text: string): string {
  if (!URL.canParse(text)) {
    throw new Error(`SERVER_URL is "${text}"; it must be an address such as http://server.`);
  }
  return text;
}
