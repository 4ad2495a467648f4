/** Kubeflow's namespace for the parts of its second generation. */
export const TRAINER_NAMESPACE = 'kubeflow-system';

/** What every container of the cluster's own programs gets: no way to more rights, nothing to write on. */
export const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] }
};

/** What every pod of the cluster's own programs gets, for the user of their images. */
export const POD_SECURITY = {
  runAsNonRoot: true,
  runAsUser: 65532,
  runAsGroup: 65532,
  seccompProfile: { type: 'RuntimeDefault' }
};

/**
 * A namespace for the cluster's own programs.
 * @param {string} name
 * @param {'privileged' | 'baseline' | 'restricted'} podSecurity
 */
export function namespace(name, podSecurity) {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': podSecurity } }
  };
}

/**
 * A service account with a ClusterRole of its own.
 * @param {{ namespace: string, name: string, rules: object[] }} account
 * @returns {import('./client.mjs').KubeObject[]}
 */
export function serviceAccount({ namespace: ns, name, rules }) {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: ns } },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: ns }]
    }
  ];
}

/**
 * A Deployment of one pod with one container.
 * @param {object} options
 * @param {string} options.namespace
 * @param {string} options.name also the label `app` and the container's name
 * @param {Record<string, any>} options.container without name, pull policy and security context
 * @param {object[]} [options.volumes]
 * @param {Record<string, string>} [options.annotations] of the pod; a change makes a new pod
 * @param {number} [options.minReadySeconds] how long it must be well to count as ready
 * @param {Record<string, any>} [options.pod] more of the pod's spec
 */
export function deployment({
  namespace: ns,
  name,
  container,
  volumes = [],
  annotations = {},
  minReadySeconds = 0,
  pod = {}
}) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: ns, labels: { app: name } },
    spec: {
      replicas: 1,
      minReadySeconds,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name }, annotations },
        spec: {
          serviceAccountName: name,
          ...pod,
          securityContext: { ...POD_SECURITY, ...pod.securityContext },
          containers: [
            {
              name,
              imagePullPolicy: 'IfNotPresent',
              securityContext: CONTAINER_SECURITY,
              ...container
            }
          ],
          volumes
        }
      }
    }
  };
}

/**
 * The Service by which the API server reaches an operator's webhooks.
 * @param {{ namespace: string, name: string, app: string }} options `app`: label of the pods behind it
 */
export function webhookService({ namespace: ns, name, app }) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: ns },
    spec: { selector: { app }, ports: [{ name: 'webhook', port: 443, targetPort: 'webhook' }] }
  };
}

/**
 * A Deployment of an operator with webhooks, with the ports, probes and folders of controller-runtime.
 * @param {object} options
 * @param {string} options.namespace
 * @param {string} options.name
 * @param {string} options.image
 * @param {string[]} [options.args] besides those of its log
 * @param {string} options.namespaceVariable what it reads its namespace from
 * @param {string} options.certificate Secret with the certificate of its webhooks
 * @param {string} options.memory that it asks for
 * @param {number} [options.healthyAfter] seconds that it may take to begin
 * @param {object[]} [options.volumes] more than the certificate
 * @param {object[]} [options.volumeMounts]
 */
export function operator({
  namespace: ns,
  name,
  image,
  args = [],
  namespaceVariable,
  certificate,
  memory,
  healthyAfter = 30,
  volumes = [],
  volumeMounts = []
}) {
  return deployment({
    namespace: ns,
    name,
    container: {
      image,
      args: ['--zap-devel=false', '--zap-log-level=info', ...args],
      env: [
        { name: namespaceVariable, valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }
      ],
      ports: [
        { name: 'health', containerPort: 8081 },
        { name: 'webhook', containerPort: 9443 }
      ],
      readinessProbe: { httpGet: { path: '/readyz', port: 'health' }, periodSeconds: 1 },
      livenessProbe: {
        httpGet: { path: '/healthz', port: 'health' },
        initialDelaySeconds: healthyAfter,
        periodSeconds: 10,
        failureThreshold: 6
      },
      resources: { requests: { cpu: '20m', memory }, limits: { memory: '512Mi' } },
      volumeMounts: [
        {
          name: 'certificate',
          mountPath: '/tmp/k8s-webhook-server/serving-certs',
          readOnly: true
        },
        ...volumeMounts
      ]
    },
    volumes: [{ name: 'certificate', secret: { secretName: certificate } }, ...volumes]
  });
}
