import { goTool } from '../build/go-tool.mjs';
import { makeCertificate } from './certificate.mjs';
import { waitForDeployment } from './client.mjs';
import { deployment, serviceAccount } from './pods.mjs';

const VERSION = '0.7.2';
const NAMESPACE = 'kube-system';
const NAME = 'metrics-server';
const CERTIFICATE = 'metrics-server-certificate';
const FOLDER = '/etc/metrics-server';

/**
 * An API of its own inside that of the cluster: whoever may see the pods of a project may see what they use.
 * @param {{ image: string }} options
 * @returns {import('./client.mjs').KubeObject[]}
 */
export function metricsServerObjects({ image }) {
  const role = (/** @type {object} */ roleRef) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...roleRef },
    subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }]
  });
  return [
    ...serviceAccount({
      namespace: NAMESPACE,
      name: NAME,
      rules: [
        { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
        { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] }
      ]
    }),
    // It asks the API server who its callers are, and what they may.
    {
      kind: 'ClusterRoleBinding',
      metadata: { name: `${NAME}:system:auth-delegator` },
      ...role({ kind: 'ClusterRole', name: 'system:auth-delegator' })
    },
    {
      kind: 'RoleBinding',
      metadata: { name: `${NAME}-auth-reader`, namespace: NAMESPACE },
      ...role({ kind: 'Role', name: 'extension-apiserver-authentication-reader' })
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: NAME, namespace: NAMESPACE },
      spec: {
        selector: { app: NAME },
        ports: [{ name: 'https', port: 443, targetPort: 'https' }]
      }
    },
    deployment({
      namespace: NAMESPACE,
      name: NAME,
      container: {
        image,
        args: [
          '--secure-port=10250',
          `--tls-cert-file=${FOLDER}/tls.crt`,
          `--tls-private-key-file=${FOLDER}/tls.key`,
          '--metric-resolution=15s'
        ],
        ports: [{ name: 'https', containerPort: 10250 }],
        readinessProbe: {
          httpGet: { path: '/readyz', port: 'https', scheme: 'HTTPS' },
          periodSeconds: 2,
          failureThreshold: 3
        },
        livenessProbe: {
          httpGet: { path: '/livez', port: 'https', scheme: 'HTTPS' },
          initialDelaySeconds: 20,
          periodSeconds: 10
        },
        resources: { requests: { cpu: '10m', memory: '40Mi' }, limits: { memory: '256Mi' } },
        volumeMounts: [{ name: 'certificate', mountPath: FOLDER, readOnly: true }]
      },
      volumes: [{ name: 'certificate', secret: { secretName: CERTIFICATE } }]
    })
  ];
}

/**
 * Tells the API server that this group is asked of the Service. Last of all: while a group has nobody who answers, no
 * namespace can be deleted.
 * @param {string} authority PEM
 * @returns {import('./client.mjs').KubeObject}
 */
export function metricsApi(authority) {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: {
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      service: { name: NAME, namespace: NAMESPACE },
      caBundle: Buffer.from(authority).toString('base64'),
      groupPriorityMinimum: 100,
      versionPriority: 100
    }
  };
}

/**
 * What pods and nodes use of CPU and memory (`metrics.k8s.io`), as real clusters have it.
 * @type {import('./steps.mjs').Addon}
 */
export const metricsServer = {
  name: NAME,
  title: 'CPU and memory in use (metrics-server)',
  core: false,
  needs: ['coredns'],
  build: async context => [
    { program: NAME, version: VERSION, binary: await goTool(NAME, context) }
  ],
  async install({ client }, [image = ''], context) {
    const names = { namespace: NAMESPACE, service: NAME, secret: CERTIFICATE };
    const authority = await makeCertificate(client, names, context);
    await client.apply(metricsServerObjects({ image }), context);
    const wanted = {
      namespace: NAMESPACE,
      name: NAME,
      selector: `app=${NAME}`,
      what: 'The metrics-server',
      seconds: 120
    };
    await waitForDeployment(client, wanted, context);
    await client.apply([metricsApi(authority)], context);
  }
};
