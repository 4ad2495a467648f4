import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { tryExec } from '../exec.mjs';
import {
  API_PORT,
  cniConfig,
  containerdConfig,
  kubeconfig,
  kubeletConfig,
  proxyConfig
} from './config.mjs';
import { certificates, makePki } from './pki.mjs';
import { writeWhole } from './state.mjs';

/**
 * @typedef {object} Binaries what the node is made of, as paths
 * @property {string} node the multi-call binary
 * @property {string} pause the process 1
 * @property {string} pauseImage an OCI archive
 * @property {string} debian a folder with the files of Debian's containerd, runc and CNI plugins
 * @property {string} kubectl
 */

const NODE_PROGRAMS = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy'
];
const DEBIAN_PROGRAMS = {
  containerd: 'usr/bin/containerd',
  'containerd-shim-runc-v2': 'usr/bin/containerd-shim-runc-v2',
  ctr: 'usr/bin/ctr',
  runc: 'usr/sbin/runc'
};

/** A machine's limit may be lower than what the kubelet asks for by default. */
const KUBELET_OPEN_FILES = 20_000;

/**
 * Writes everything that the node reads: keys, kubeconfigs, configuration, and the folder of its
 * programs. All of it is made again at every start, so that a new version of this project takes effect.
 * @param {import('./state.mjs').Paths} paths
 * @param {import('./plan.mjs').Plan} plan
 * @param {Binaries} binaries
 */
export async function prepareNode(paths, plan, binaries) {
  for (const folder of [
    paths.config,
    paths.logs,
    paths.etcd,
    paths.containerd,
    paths.kubelet,
    paths.podLogs
  ]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  await mkdir(paths.volumes, { recursive: true, mode: 0o755 });
  await Promise.all([
    linkPrograms(paths.bin, binaries),
    makePki(paths.pki, certificates({ nodeName: paths.nodeName, ...plan })).then(() =>
      writeKubeconfigs(paths, plan)
    ),
    writeConfigs(paths, plan, binaries)
  ]);
}

/**
 * @param {string} folder
 * @param {Binaries} binaries
 */
async function linkPrograms(folder, binaries) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  /** @type {Record<string, string>} */
  const programs = { pause: binaries.pause, kubectl: binaries.kubectl };
  for (const program of NODE_PROGRAMS) {
    programs[program] = binaries.node;
  }
  for (const [program, path] of Object.entries(DEBIAN_PROGRAMS)) {
    programs[program] = join(binaries.debian, path);
  }
  await Promise.all(
    Object.entries(programs).map(([name, target]) => symlink(target, join(folder, name)))
  );
}

/**
 * @param {import('./state.mjs').Paths} paths
 * @param {import('./plan.mjs').Plan} plan
 */
async function writeKubeconfigs(paths, plan) {
  const server = `https://${plan.nodeAddress}:${API_PORT}`;
  const pem = (/** @type {string} */ file) => readFile(join(paths.pki, file), 'utf8');
  const ca = await pem('ca.crt');
  const write = async (/** @type {string} */ user, /** @type {string} */ file) => {
    const [certificate, key] = await Promise.all([pem(`${user}.crt`), pem(`${user}.key`)]);
    await writeWhole(file, kubeconfig({ cluster: paths.name, server, user, ca, certificate, key }));
  };
  const components = ['controller-manager', 'scheduler', 'proxy', 'kubelet'];
  await Promise.all([
    write('admin', paths.kubeconfig),
    ...components.map(user => write(user, join(paths.config, `${user}.kubeconfig`)))
  ]);
}

/**
 * @param {import('./state.mjs').Paths} paths
 * @param {import('./plan.mjs').Plan} plan
 * @param {Binaries} binaries
 */
async function writeConfigs(paths, plan, binaries) {
  const cni = join(paths.config, 'cni');
  /** @type {Record<string, string>} */
  const files = {
    'containerd.toml': containerdConfig({
      root: paths.containerd,
      runc: join(binaries.debian, DEBIAN_PROGRAMS.runc),
      cniBinaries: join(binaries.debian, 'usr/lib/cni'),
      cniConfig: cni,
      snapshotter: await snapshotterFor(paths.containerd)
    }),
    'cni/10-kubeflow-lab.conflist': cniConfig(plan),
    'kubelet.json': kubeletConfig({
      plan,
      pki: paths.pki,
      cgroup: paths.cgroup,
      resolvConf: join(paths.config, 'resolv.conf'),
      maxOpenFiles: KUBELET_OPEN_FILES
    }),
    'kube-proxy.json': proxyConfig({
      plan,
      kubeconfig: join(paths.config, 'proxy.kubeconfig'),
      nodeName: paths.nodeName
    }),
    'pause-image': binaries.pauseImage
  };
  await Promise.all(
    Object.entries(files).map(([name, text]) => writeWhole(join(paths.config, name), text))
  );
}

/**
 * Overlay mounts need a file system that can lie below one; where it cannot (within most containers),
 * containerd copies instead.
 * @param {string} folder
 * @returns {Promise<'overlayfs' | 'native'>}
 */
async function snapshotterFor(folder) {
  const type = (await tryExec('stat', ['--file-system', '--format=%T', folder]))?.trim();
  return type === 'overlayfs' ? 'native' : 'overlayfs';
}
