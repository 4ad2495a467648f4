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
