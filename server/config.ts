/** What an installation sets, from environment variables. */
import { fileURLToPath } from 'node:url';

import { parseQuantity } from '@kubeflow-lab/resources';
import { RATE_MAX } from '@kubeflow-lab/schema';
import type { RateLimit, Settings } from '@kubeflow-lab/schema';

import { readOidc, readTrustedProxy } from './identity/config.js';
import type { OidcConfig, TrustedProxyConfig } from './identity/config.js';

/** Where the API server reaches the webhook; the Service leads there. */
const ADMISSION_PORT = 8443;

export interface ServerConfig {
  /** Scheme, host and port under which people open the platform. */
  origin: URL;
  /** Notebook hosts are `nb-<hash>.<domain>`, with the scheme and port of the origin. */
  notebookDomain: string;
  /** Where pods reach this server. */
  serverUrl: string;
  /** Where this server reaches the gateway that stands before it, to see what a browser would; not known everywhere. */
  gatewayUrl?: string;
  /** Where that gateway tells what it counts, if it does. */
  gatewayCountersUrl?: string;
  /** Origins of the dashboards that may show the web app in a frame and say which project it shows. */
  dashboards: string[];
  /** Hosts whose git repositories may be opened by a link, with their ports where they have one; none: all may. */
  gitHosts: string[];
  images: Settings['images'];
  /** Addresses of the bucket services whose files are shown; none where there is no such service. */
  bucketEndpoints: string[];
  /** How large an uploaded file may be, in bytes. */
  uploadLimit: number;
  /** How often each client and each person may ask a model that says nothing of its own. */
  modelLimit: RateLimit;
  /** How long a canary still answers when no new request is to get there. */
  canaryDrainMs: number;
  /** Where Knative's activator is asked, under the name that Knative itself gives it. */
  activatorUrl: string;
  port: number;
  /** Where people sign in beside local accounts. */
  oidc?: OidcConfig;
  /** The proxy that says who people are; then nobody signs in here. */
  trustedProxy?: TrustedProxyConfig;
  /** Where PodDefaults are applied at the admission of pods: the folder of the certificate; not everywhere. */
  admission?: { folder: string; port: number };
  /** The platform's own namespace. */
  namespace: string;
  /** Folder of the spawner's static files. */
  spawnerDir: string;
}

/** Reads the settings; throws an Error that names the variable that is missing or wrong. */
export function readConfig(env: NodeJS.ProcessEnv): ServerConfig {
  return {
    origin: originOf(required(env, 'KUBEFLOW_LAB_ORIGIN')),
    notebookDomain: required(env, 'KUBEFLOW_LAB_NOTEBOOK_DOMAIN').toLowerCase(),
    serverUrl: required(env, 'KUBEFLOW_LAB_SERVER_URL').replace(/\/+$/, ''),
    gatewayUrl: env.KUBEFLOW_LAB_GATEWAY_URL || undefined,
    gatewayCountersUrl: env.KUBEFLOW_LAB_GATEWAY_COUNTERS_URL || undefined,
    dashboards: dashboardsOf(env.KUBEFLOW_LAB_DASHBOARDS ?? ''),
    gitHosts: gitHostsOf(env.KUBEFLOW_LAB_GIT_HOSTS ?? ''),
    images: imagesOf(env.KUBEFLOW_LAB_IMAGES ?? '{}'),
    bucketEndpoints: (env.KUBEFLOW_LAB_BUCKET_ENDPOINTS ?? '').split(',').filter(Boolean),
    uploadLimit: uploadLimitOf(env.KUBEFLOW_LAB_UPLOAD_LIMIT || '2Gi'),
    modelLimit: {
      perSecond: countOf(env, 'KUBEFLOW_LAB_MODEL_REQUESTS_PER_SECOND', 500),
      burst: countOf(env, 'KUBEFLOW_LAB_MODEL_BURST', 1000)
    },
    // The gateway learns of a route, and KServe takes pods and their Service away, each in its own time.
    canaryDrainMs: 2000,
    activatorUrl: 'http://activator-service.knative-serving.svc',
    port: portOf(env.PORT ?? '8080'),
    oidc: readOidc(env),
    trustedProxy: readTrustedProxy(env),
    admission: env.KUBEFLOW_LAB_ADMISSION_CERTIFICATE
      ? { folder: env.KUBEFLOW_LAB_ADMISSION_CERTIFICATE, port: ADMISSION_PORT }
      : undefined,
    namespace: env.KUBEFLOW_LAB_NAMESPACE || 'kubeflow-lab',
    spawnerDir: env.SPAWNER_DIR || fileURLToPath(new URL('../../spawner/dist', import.meta.url))
  };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) {
    throw new Error(`Set the environment variable ${name}; docs/architecture.md says to what.`);
  }
  return value;
}

function originOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== ''
  ) {
    throw new Error(`KUBEFLOW_LAB_ORIGIN must be like http://localhost:8081, not "${text}".`);
  }
  return url;
}

/** No wildcards: whoever may be a parent may cover our buttons with theirs. */
const DASHBOARD = /^https?:\/\/[\w.-]+(:\d+)?$/;

function dashboardsOf(text: string): string[] {
  return text
    .split(',')
    .filter(Boolean)
    .map(origin => {
      if (!DASHBOARD.test(origin) || !URL.canParse(origin)) {
        throw new Error(
          `KUBEFLOW_LAB_DASHBOARDS must be origins like https://kubeflow.example.org with commas between them, not "${origin}".`
        );
      }
      return new URL(origin).origin;
    });
}

function gitHostsOf(text: string): string[] {
  return text
    .split(',')
    .filter(Boolean)
    .map(host => {
      if (!/^[\w.-]+(:\d+)?$/.test(host)) {
        throw new Error(
          `KUBEFLOW_LAB_GIT_HOSTS must be hosts like git.example.org with commas between them, not "${host}".`
        );
      }
      return host.toLowerCase();
    });
}

function imagesOf(text: string): ServerConfig['images'] {
  const wrong = new Error(
    'KUBEFLOW_LAB_IMAGES must be JSON like {"jupyter": ["image:tag"], "tensorflow": ["image:tag"], "xgboost": [], "pytorch": [], "mpi": []}.'
  );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong;
  }
  const offered = (value ?? {}) as Record<string, unknown>;
  const imagesFor = (use: keyof ServerConfig['images']): string[] => {
    const list = offered[use] ?? [];
    if (!Array.isArray(list) || !list.every(image => typeof image === 'string')) {
      throw wrong;
    }
    return list;
  };
  return {
    jupyter: imagesFor('jupyter'),
    tensorflow: imagesFor('tensorflow'),
    xgboost: imagesFor('xgboost'),
    pytorch: imagesFor('pytorch'),
    mpi: imagesFor('mpi')
  };
}

function uploadLimitOf(text: string): number {
  const bytes = parseQuantity(text) ?? 0;
  if (!(bytes > 0)) {
    throw new Error(`KUBEFLOW_LAB_UPLOAD_LIMIT must be a quantity such as 2Gi, not "${text}".`);
  }
  return bytes;
}

function countOf(env: NodeJS.ProcessEnv, name: string, usual: number): number {
  const count = Number(env[name] || usual);
  if (!Number.isInteger(count) || count < 1 || count > RATE_MAX) {
    throw new Error(`${name} must be a number from 1 to ${RATE_MAX}, not "${env[name]}".`);
  }
  return count;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be a number from 0 to 65535, not "${text}".`);
  }
  return port;
}
