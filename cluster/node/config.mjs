/**
 * The configuration files of the node's components, as text. JSON is YAML, so nothing here needs a library.
 *
 * @typedef {import('./plan.mjs').Plan} Plan
 */

/** Inside the sandbox, whose /run is its own: no two clusters, and no container engine of the host, meet there. */
export const CONTAINERD_SOCKET = '/run/containerd/containerd.sock';

/** The image that holds a pod's namespaces; it is made and imported by the cluster itself. */
export const PAUSE_IMAGE = 'localhost/pause:1';

export const API_PORT = 6443;

/**
 * A kubeconfig that refers to no other file, so that it can be copied.
 * @param {{ cluster: string, server: string, user: string, ca: string, certificate: string, key: string }} options
 *   `ca`, `certificate` and `key` are PEM texts
 * @returns {string}
 */
export function kubeconfig({ cluster, server, user, ca, certificate, key }) {
  const base64 = (/** @type {string} */ text) => Buffer.from(text).toString('base64');
  return json({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': cluster,
    clusters: [{ name: cluster, cluster: { server, 'certificate-authority-data': base64(ca) } }],
    contexts: [{ name: cluster, context: { cluster, user } }],
    users: [
      {
        name: user,
        user: { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) }
      }
    ]
  });
}

/**
 * @param {{ root: string, runc: string, cniBinaries: string, cniConfig: string, snapshotter: string }} options
 * @returns {string} TOML
 */
export function containerdConfig({ root, runc, cniBinaries, cniConfig, snapshotter }) {
  const text = (/** @type {string} */ value) => JSON.stringify(value);
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return `version = 2
root = ${text(root)}
state = "/run/containerd"
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs"
]

[grpc]
  address = ${text(CONTAINERD_SOCKET)}

[${cri}]
  sandbox_image = ${text(PAUSE_IMAGE)}
  # Where the machine does not grant CAP_SYS_RESOURCE, every pod would fail without this.
  restrict_oom_score_adj = true
  enable_unprivileged_ports = true
  enable_unprivileged_icmp = true

  [${cri}.cni]
    bin_dir = ${text(cniBinaries)}
    conf_dir = ${text(cniConfig)}

  [${cri}.containerd]
    snapshotter = ${text(snapshotter)}
    default_runtime_name = "runc"

    [${cri}.containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"

      [${cri}.containerd.runtimes.runc.options]
        BinaryName = ${text(runc)}
        SystemdCgroup = false
`;
}

/**
 * Pods are joined by point-to-point links, not by a bridge: every packet passes the node's routing,
 * so services work without kernel modules that make bridged packets visible to it.
 * @param {Plan} plan
 * @returns {string}
 */
export function cniConfig(plan) {
  return json({
    cniVersion: '0.4.0',
    name: 'kubeflow-lab',
    plugins: [
      {
        type: 'ptp',
        ipam: {
          type: 'host-local',
          // Addresses are forgotten with the pods that had them, when the node ends.
          dataDir: '/run/cni/networks',
          ranges: [[{ subnet: plan.podRange, rangeStart: plan.podFirst }]],
          routes: [{ dst: '0.0.0.0/0' }]
        }
      }
    ]
  });
}

/**
 * @param {{ plan: Plan, pki: string, cgroup: string, resolvConf: string, maxOpenFiles: number }} options
 * @returns {string}
 */
export function kubeletConfig({ plan, pki, cgroup, resolvConf, maxOpenFiles }) {
  return json({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: `${pki}/ca.crt` }
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: `${pki}/kubelet-server.crt`,
    tlsPrivateKeyFile: `${pki}/kubelet-server.key`,
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    clusterDNS: [plan.dnsService],
    clusterDomain: 'cluster.local',
    resolvConf,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${cgroup}`,
    failCgroupV1: false,
    failSwapOn: false,
    oomScoreAdj: 0,
    maxOpenFiles,
    maxPods: 250,
    serializeImagePulls: false,
    // kube-proxy uses nftables; the machine may have no iptables.
    makeIPTablesUtilChains: false,
    volumePluginDir: '/var/lib/kubelet/volume-plugins',
    // A person's own machine: neither their images nor their pods are removed because the disk is full.
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    evictionHard: {
      'imagefs.available': '0%',
      'imagefs.inodesFree': '0%',
      'memory.available': '0%',
      'nodefs.available': '0%',
      'nodefs.inodesFree': '0%'
    },
    kubeAPIQPS: 500,
    kubeAPIBurst: 1000,
    eventRecordQPS: 50,
    eventBurst: 100,
    logging: { verbosity: 1 }
  });
}

/**
 * @param {{ plan: Plan, kubeconfig: string, nodeName: string }} options
 * @returns {string}
 */
export function proxyConfig({ plan, kubeconfig: path, nodeName }) {
  return json({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'nftables',
    clientConnection: { kubeconfig: path },
    clusterCIDR: plan.podRange,
    hostnameOverride: nodeName,
    // These are settings of the whole machine, not of the sandbox: they stay as they are.
    conntrack: {
      maxPerCore: 0,
      min: 0,
      tcpEstablishedTimeout: '0s',
      tcpCloseWaitTimeout: '0s'
    }
  });
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}
