import { API_PORT } from './config.mjs';

/**
 * @typedef {object} Component
 * @property {string} name also the name of its log file
 * @property {string} program a name in the cluster's `bin` folder
 * @property {string[]} args
 * @property {Record<string, string>} [env]
 * @property {boolean} [renewedWithApi] whether it is started anew after the API server was
 */

/**
 * @typedef {object} ComponentOptions
 * @property {import('./plan.mjs').Plan} plan
 * @property {import('./state.mjs').Paths} paths
 * @property {boolean} throwaway data need not survive a power cut
 */

/** Far above the defaults of 20: a few hundred notebooks that start at once would wait for minutes. */
const CLIENT_LIMITS = { 'kube-api-qps': '500', 'kube-api-burst': '1000' };

/**
 * The components that need no API server, and the API server itself.
 * @param {ComponentOptions} options
 * @returns {Component[]}
 */
export function foundation({ plan, paths, throwaway }) {
  const { pki } = paths;
  return [
    {
      name: 'etcd',
      program: 'etcd',
      args: flags({
        'data-dir': paths.etcd,
        'listen-client-urls': 'https://127.0.0.1:2379',
        'advertise-client-urls': 'https://127.0.0.1:2379',
        'listen-peer-urls': 'https://127.0.0.1:2380',
        'initial-advertise-peer-urls': 'https://127.0.0.1:2380',
        'initial-cluster': 'default=https://127.0.0.1:2380',
        'client-cert-auth': 'true',
        'trusted-ca-file': `${pki}/etcd-ca.crt`,
        'cert-file': `${pki}/etcd-server.crt`,
        'key-file': `${pki}/etcd-server.key`,
        'peer-client-cert-auth': 'true',
        'peer-trusted-ca-file': `${pki}/etcd-ca.crt`,
        'peer-cert-file': `${pki}/etcd-server.crt`,
        'peer-key-file': `${pki}/etcd-server.key`,
        'log-level': 'warn',
        ...(throwaway ? { 'unsafe-no-fsync': 'true' } : {})
      })
    },
    {
      name: 'containerd',
      program: 'containerd',
      args: flags({ config: `${paths.config}/containerd.toml` })
    },
    {
      name: 'kube-apiserver',
      program: 'kube-apiserver',
      args: flags({
        'advertise-address': plan.nodeAddress,
        'secure-port': String(API_PORT),
        'allow-privileged': 'true',
        'authorization-mode': 'Node,RBAC',
        'client-ca-file': `${pki}/ca.crt`,
        'enable-admission-plugins': 'NodeRestriction',
        'enable-aggregator-routing': 'true',
        'etcd-cafile': `${pki}/etcd-ca.crt`,
        'etcd-certfile': `${pki}/apiserver-etcd-client.crt`,
        'etcd-keyfile': `${pki}/apiserver-etcd-client.key`,
        'etcd-servers': 'https://127.0.0.1:2379',
        'kubelet-certificate-authority': `${pki}/ca.crt`,
        'kubelet-client-certificate': `${pki}/apiserver-kubelet-client.crt`,
        'kubelet-client-key': `${pki}/apiserver-kubelet-client.key`,
        'kubelet-preferred-address-types': 'InternalIP',
        'proxy-client-cert-file': `${pki}/front-proxy-client.crt`,
        'proxy-client-key-file': `${pki}/front-proxy-client.key`,
        'requestheader-allowed-names': 'front-proxy-client',
        'requestheader-client-ca-file': `${pki}/front-proxy-ca.crt`,
        'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
        'requestheader-group-headers': 'X-Remote-Group',
        'requestheader-username-headers': 'X-Remote-User',
        'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
        'service-account-key-file': `${pki}/sa.pub`,
        'service-account-signing-key-file': `${pki}/sa.key`,
        'service-cluster-ip-range': plan.serviceRange,
        'tls-cert-file': `${pki}/apiserver.crt`,
        'tls-private-key-file': `${pki}/apiserver.key`,
        profiling: 'false'
      })
    }
  ];
}

/**
 * The components that start when the API server answers: without its roles they would only exit.
 * @param {ComponentOptions} options
 * @returns {Component[]}
 */
export function clients({ plan, paths }) {
  const { pki, config } = paths;
  /** @param {string} user */
  const controlPlane = user => ({
    kubeconfig: `${config}/${user}.kubeconfig`,
    'authentication-kubeconfig': `${config}/${user}.kubeconfig`,
    'authorization-kubeconfig': `${config}/${user}.kubeconfig`,
    'bind-address': '127.0.0.1',
    // There is one of each; an election would only delay every start. What an election does besides, they need
    // from us: whoever loses it ends, and so asks a new API server at once. Else, after an API server that was
    // away for long, their watches would wait for up to two more minutes, and no notebook would start or stop.
    'leader-elect': 'false',
    profiling: 'false',
    ...CLIENT_LIMITS
  });
  return [
    {
      name: 'kube-controller-manager',
      program: 'kube-controller-manager',
      args: flags({
        ...controlPlane('controller-manager'),
        'client-ca-file': `${pki}/ca.crt`,
        'cluster-name': paths.name,
        'cluster-signing-cert-file': `${pki}/ca.crt`,
        'cluster-signing-key-file': `${pki}/ca.key`,
        'concurrent-statefulset-syncs': '25',
        'requestheader-client-ca-file': `${pki}/front-proxy-ca.crt`,
        'root-ca-file': `${pki}/ca.crt`,
        'service-account-private-key-file': `${pki}/sa.key`,
        'service-cluster-ip-range': plan.serviceRange,
        'use-service-account-credentials': 'true'
      }),
      renewedWithApi: true
    },
    {
      name: 'kube-scheduler',
      program: 'kube-scheduler',
      args: flags(controlPlane('scheduler')),
      renewedWithApi: true
    },
    {
      name: 'kubelet',
      program: 'kubelet',
      args: flags({
        config: `${config}/kubelet.json`,
        kubeconfig: `${config}/kubelet.kubeconfig`,
        'hostname-override': paths.nodeName,
        'node-ip': plan.nodeAddress
      })
    },
    {
      name: 'kube-proxy',
      program: 'kube-proxy',
      args: flags({ config: `${config}/kube-proxy.json` })
    }
  ];
}

/**
 * @param {Record<string, string>} values
 * @returns {string[]}
 */
function flags(values) {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}
