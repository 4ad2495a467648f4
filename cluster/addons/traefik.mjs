import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { hashOf } from '../build/cache.mjs';
import { waitForDeployment } from './client.mjs';
import { deployment, namespace, serviceAccount } from './pods.mjs';
import { wheelProgram } from './wheel.mjs';

const VERSION = '3.7.15';
const NAMESPACE = 'traefik';
const NAME = 'traefik';
const REQUIREMENTS = join(dirname(fileURLToPath(import.meta.url)), 'traefik.requirements.txt');

/** Where pods reach it. */
export const GATEWAY_URL = `http://${NAME}.${NAMESPACE}.svc`;

const COUNTERS_PORT = 8083;
/** Where the server, and nobody else, reads what the gateway counts. */
export const GATEWAY_COUNTERS_URL = `http://${NAME}-counters.${NAMESPACE}.svc:${COUNTERS_PORT}/metrics`;

const SERVER = 'http://kubeflow-lab-server.kubeflow-lab.svc';
/** Whom the gateway asks before it forwards a request (server/, forward auth). */
const VERIFY = `${SERVER}/auth/verify`;
/** Whom it asks before it tells its counters: the server knows its own question. */
const VERIFY_COUNTERS = `${SERVER}/auth/counters`;

/** What the answer says of the caller. Everything else that a client calls itself by stays untrusted. */
const IDENTITY_HEADERS = ['X-Kubeflow-Lab-Identity', 'Cookie', 'Authorization'];

const STATIC_CONFIGURATION = {
  global: { checkNewVersion: false, sendAnonymousUsage: false },
  log: { level: 'WARN', format: 'json' },
  accessLog: {
    format: 'json',
    // Lines are written beside the requests: no request waits for its own.
    bufferingSize: 100,
    // Neither cookies and tokens, nor the codes that lead from the platform to a notebook.
    fields: { headers: { defaultMode: 'drop' }, queryParameters: { defaultMode: 'drop' } }
  },
  entryPoints: {
    web: {
      // The Gateway's listener has the same port: that is how the two find each other.
      address: ':80',
      // Nobody stands before this gateway, so what a client says about itself is not believed.
      forwardedHeaders: { insecure: false },
      // Uploads and event streams last as long as they last.
      transport: { respondingTimeouts: { readTimeout: 0 } },
      http: {
        middlewares: ['kubeflow-lab-auth@file'],
        // x_kubeflow_lab_identity is X-Kubeflow-Lab-Identity to some servers behind us.
        aliasHeadersStrategy: 'delete',
        // No file has such a name, and not every server reads these in the same way.
        encodedCharacters: { allowEncodedNullCharacter: false, allowEncodedBackSlash: false }
      }
    },
    // For the kubelet only; the Service does not lead to it.
    ping: { address: ':8082', http: { aliasHeadersStrategy: 'delete' } },
    counters: { address: `:${COUNTERS_PORT}`, http: { aliasHeadersStrategy: 'delete' } }
  },
  // Less than what servers behind us keep an idle connection open (Node.js and uvicorn: 5 seconds): a change that is sent on
  // one just as they close it would be lost.
  serversTransport: { forwardingTimeouts: { idleConnTimeout: '3s' } },
  metrics: {
    prometheus: {
      // Its own route would tell everybody; the one below asks first.
      manualRouting: true,
      addEntryPointsLabels: false,
      addServicesLabels: true,
      // Of a prediction, in seconds.
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
    }
  },
  ping: { entryPoint: 'ping' },
  providers: {
    // It gathers changes for 2 s by default: as long as a person has to wait for a new notebook's page.
    providersThrottleDuration: '100ms',
    kubernetesGateway: {
      // No route may lead to the gateway's own services.
      crossProviderNamespaces: [NAMESPACE],
      statusAddress: { service: { namespace: NAMESPACE, name: NAME } }
    },
    file: { filename: '/etc/traefik/dynamic.yaml', watch: false }
  }
};

const DYNAMIC_CONFIGURATION = {
  http: {
    routers: {
      counters: {
        rule: 'Path(`/metrics`)',
        entryPoints: ['counters'],
        middlewares: ['kubeflow-lab-counters'],
        service: 'prometheus@internal'
      }
    },
    middlewares: {
      'kubeflow-lab-auth': {
        forwardAuth: {
          address: VERIFY,
          trustForwardHeader: false,
          // The server's redirects are for the browser; Traefik would resolve them against the server's own name.
          preserveLocationHeader: true,
          authResponseHeaders: IDENTITY_HEADERS,
          maxResponseBodySize: 1024 * 1024
        }
      },
      'kubeflow-lab-counters': {
        forwardAuth: { address: VERIFY_COUNTERS, maxResponseBodySize: 1024 }
      }
    }
  }
};

const GATEWAY_KINDS = [
  'gatewayclasses',
  'gateways',
  'httproutes',
  'grpcroutes',
  'tlsroutes',
  'backendtlspolicies'
];

const RULES = [
  { apiGroups: [''], resources: ['namespaces'], verbs: ['list', 'watch'] },
  // Traefik watches the Secrets and ConfigMaps of every namespace for certificates, and serves nothing
  // until it has them, also where no listener uses TLS. There is no setting that narrows it.
  { apiGroups: [''], resources: ['services', 'secrets', 'configmaps'], verbs: ['list', 'watch'] },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
  {
    apiGroups: ['gateway.networking.k8s.io'],
    resources: [...GATEWAY_KINDS, 'referencegrants', 'listenersets'],
    verbs: ['get', 'list', 'watch']
  },
  {
    apiGroups: ['gateway.networking.k8s.io'],
    resources: [...GATEWAY_KINDS, 'listenersets'].map(kind => `${kind}/status`),
    verbs: ['update']
  }
];

/**
 * @param {{ image: string, address: string }} options `address`: the ClusterIP that the host forwards to
 * @returns {import('./client.mjs').KubeObject[]}
 */
export function traefikObjects({ image, address }) {
  const files = {
    // JSON is YAML.
    'traefik.yaml': JSON.stringify(STATIC_CONFIGURATION, null, 2),
    'dynamic.yaml': JSON.stringify(DYNAMIC_CONFIGURATION, null, 2)
  };
  return [
    namespace(NAMESPACE, 'restricted'),
    ...serviceAccount({ namespace: NAMESPACE, name: NAME, rules: RULES }),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: NAME, namespace: NAMESPACE },
      data: files
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: NAME, namespace: NAMESPACE },
      spec: {
        selector: { app: NAME },
        clusterIP: address,
        ports: [{ name: 'web', port: 80, targetPort: 'web' }]
      }
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `${NAME}-counters`, namespace: NAMESPACE },
      spec: {
        selector: { app: NAME },
        ports: [{ name: 'counters', port: COUNTERS_PORT, targetPort: 'counters' }]
      }
    },
    deployment({
      namespace: NAMESPACE,
      name: NAME,
      annotations: { 'lab.kubeflow.org/configuration': hashOf(Object.values(files)) },
      pod: {
        // Lets a user who is not root listen on port 80, in this pod's own network.
        securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
        // Open connections are notebooks' web sockets: they would keep it for ever.
        terminationGracePeriodSeconds: 10
      },
      container: {
        image,
        args: ['--configFile=/etc/traefik/traefik.yaml'],
        ports: [
          { name: 'web', containerPort: 80 },
          { name: 'ping', containerPort: 8082 },
          { name: 'counters', containerPort: COUNTERS_PORT }
        ],
        readinessProbe: { httpGet: { path: '/ping', port: 'ping' }, periodSeconds: 1 },
        livenessProbe: {
          httpGet: { path: '/ping', port: 'ping' },
          periodSeconds: 10,
          failureThreshold: 6
        },
        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } },
        volumeMounts: [{ name: 'config', mountPath: '/etc/traefik', readOnly: true }]
      },
      volumes: [{ name: 'config', configMap: { name: NAME } }]
    })
  ];
}

/**
 * The gateway: the one way from the machine's browser into the cluster.
 * @type {import('./steps.mjs').Addon}
 */
export const traefik = {
  name: 'traefik',
  title: 'the gateway (Traefik)',
  core: true,
  needs: ['gateway-api', 'coredns'],
  prebuilt: true,
  build: async context => [
    { program: NAME, version: VERSION, binary: await wheelProgram(REQUIREMENTS, NAME, context) }
  ],
  async install({ client, gatewayAddress: address }, [image = ''], context) {
    await client.apply(traefikObjects({ image, address }), context);
    const wanted = {
      namespace: NAMESPACE,
      name: NAME,
      selector: `app=${NAME}`,
      what: 'The gateway',
      seconds: 120
    };
    await waitForDeployment(client, wanted, context);
  }
};
