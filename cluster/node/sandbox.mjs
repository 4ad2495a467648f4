/**
 * The inside of a node: runs in namespaces of its own, below a process 1 that collects orphans.
 * Everything that the cluster is lives here and ends with it.
 *
 * It talks to the supervisor outside by lines of JSON on standard output, and obeys two signs on
 * standard input: a line `joined` (the link is there), and its end (shut down: the supervisor is gone).
 */
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { messageOf } from '../errors.mjs';
import { exec } from '../exec.mjs';
import { apiOf, isApiReady, isNodeReady } from './api.mjs';
import { cgroupProcesses } from './cgroup.mjs';
import { clients, foundation } from './components.mjs';
import { joinNode } from './network.mjs';
import { KUBELET_CLIENT } from './pki.mjs';
import { planFor } from './plan.mjs';
import { pathsOf, readJson } from './state.mjs';
import { supervise } from './supervise.mjs';
import { importImage } from './images.mjs';
import { CONTAINERD_SOCKET, PAUSE_IMAGE } from './config.mjs';

/** How long programs in pods get to end by themselves when the node stops. */
const POD_PATIENCE = 10_000;

/**
 * @param {Record<string, unknown>} message
 */
function tell(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** @type {import('./supervise.mjs').Supervised[]} */
const running = [];
/** Those of them that are started anew after the API server was. @type {import('./supervise.mjs').Supervised[]} */
const renewedWithApi = [];

/**
 * @param {import('./state.mjs').Paths} paths
 */
async function mountOwn(paths) {
  await exec('mount', ['--make-rshared', '/']);
  await exec('mount', ['-t', 'proc', 'proc', '/proc']);
  await exec('mount', ['-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', '/run']);
  // Paths that are written into the programs: each cluster has its own of them.
  await mount('--bind', paths.podLogs, '/var/log');
  await mount('--bind', paths.kubelet, '/var/lib/kubelet');
  await mkdir('/run/cni', { recursive: true });
  await mount('--bind', '/run/cni', '/var/lib/cni');
}

/**
 * @param {string} how
 * @param {string} source
 * @param {string} target
 */
async function mount(how, source, target) {
  await mkdir(source, { recursive: true });
  await mkdir(target, { recursive: true });
  await exec('mount', [how, source, target]);
}

/**
 * @param {import('./components.mjs').Component[]} components
 * @param {import('./state.mjs').Paths} paths
 * @param {import('./api.mjs').Api} api
 */
function start(components, paths, api) {
  for (const component of components) {
    const supervised = supervise({
      component,
      binaries: paths.bin,
      logs: paths.logs,
      onEvent: event => {
        tell({ event });
        if (event.component === 'kube-apiserver' && event.state === 'running' && event.restarts) {
          void until(() => isApiReady(api)).then(() => renewedWithApi.forEach(one => one.renew()));
        }
      }
    });
    running.push(supervised);
    if (component.renewedWithApi) {
      renewedWithApi.push(supervised);
    }
  }
}

/**
 * @param {() => Promise<boolean> | boolean} condition
 */
async function until(condition) {
  while (!(await condition())) {
    await sleep(50);
  }
}

/**
 * Logs and exec go from the API server to the kubelet, which asks the API server whether it may.
 * @param {import('./api.mjs').Api} api
 */
async function allowKubeletAccess(api) {
  const answer = await api.call('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: {
      name: 'kubeflow-lab:kubelet-api-admin',
      labels: { 'app.kubernetes.io/managed-by': 'kubeflow-lab' }
    },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'system:kubelet-api-admin'
    },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: KUBELET_CLIENT }]
  });
  if (answer.status !== 201 && answer.status !== 409) {
    throw new Error(
      `the API server refused the kubelet's role binding with ${answer.status}: ${answer.body?.message}`
    );
  }
}

/**
 * Stops in the reverse order of dependence: first what starts pods, then the pods, then what keeps data.
 * @param {import('./state.mjs').Paths} paths
 */
async function stopAll(paths) {
  const [etcd, containerd, ...others] = running;
  await Promise.all(others.map(component => component.stop()));
  const end = Date.now() + POD_PATIENCE;
  for (const pid of await cgroupProcesses(paths.cgroup)) {
    try {
      process.kill(pid, 'SIGTERM');
    } catch {
      // It ended meanwhile.
    }
  }
  await until(async () => Date.now() > end || (await cgroupProcesses(paths.cgroup)).length === 0);
  await Promise.all([etcd?.stop(), containerd?.stop()]);
}

async function main() {
  const name = process.argv[2] ?? '';
  const paths = pathsOf(name);
  const { slot, throwaway } = await readJson(paths.clusterFile);
  const plan = planFor(slot);

  // Before the own /proc is mounted, it still says which process this is to the host.
  tell({ pid: Number(readlinkSync('/proc/self')) });

  const lines = createInterface({ input: process.stdin });
  /** @type {Promise<void>} */
  const joined = new Promise(resolve => lines.on('line', line => line === 'joined' && resolve()));
  lines.on('close', () => {
    stopAll(paths).then(
      () => process.exit(0),
      error => {
        console.error(`The node did not stop in order: ${messageOf(error)}`);
        process.exit(1);
      }
    );
  });

  // The host's name servers, where a program of the host keeps them below /run, which is covered soon.
  if (existsSync('/etc/resolv.conf')) {
    await copyFile('/etc/resolv.conf', `${paths.config}/resolv.conf`);
  }
  await mountOwn(paths);
  await exec('hostname', [paths.nodeName]);
  await joined;
  await joinNode(plan);

  const since = Date.now();
  const options = { plan, paths, throwaway };
  const api = await apiOf(paths.kubeconfig);
  start(foundation(options), paths, api);
  await until(() => existsSync(CONTAINERD_SOCKET));
  const archive = readFileSync(`${paths.config}/pause-image`, 'utf8').trim();
  await Promise.all([
    importImage(paths, PAUSE_IMAGE, archive),
    until(() => isApiReady(api)).then(() => allowKubeletAccess(api))
  ]);
  tell({ phase: 'api' });
  start(clients(options), paths, api);
  await until(() => isNodeReady(api, paths.nodeName, since));
  tell({ phase: 'ready', seconds: (Date.now() - since) / 1000 });
}

process.on('SIGTERM', () => process.stdin.destroy());

main().catch(error => {
  tell({ failed: messageOf(error) });
  process.exit(1);
});
