import { spawn } from 'node:child_process';
import { existsSync, openSync, closeSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { ClearError, messageOf } from '../errors.mjs';
import { exec } from '../exec.mjs';
import { CONTAINERD_SOCKET } from './config.mjs';
import { checkPort, parseTarget } from './forward.mjs';
import { MARK } from './leftovers.mjs';
import { planFor } from './plan.mjs';
import { prepareNode } from './prepare.mjs';
import { isAlive, signalTo } from './process.mjs';
import { releaseSlot, takeSlot } from './slots.mjs';
import { pathsOf, readJson, stateRoot, writeJson } from './state.mjs';
import { sweep } from './sweep.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));

/** A node on a slow, busy machine; it is 5 s on an idle one. */
const READY_PATIENCE = 180_000;
const STOP_PATIENCE = 60_000;

/** Notebooks, watches and log streams need many; the common default of 128 is for a desktop. */
const INOTIFY_INSTANCES = 512;
const INOTIFY_FILE = '/proc/sys/fs/inotify/max_user_instances';

/**
 * @typedef {object} Cluster
 * @property {string} name
 * @property {string} kubeconfig path
 * @property {string} kubectl path
 * @property {string} root the state folder
 * @property {string} volumes the folder for users' volumes
 * @property {import('./plan.mjs').Plan} plan
 * @property {string} phase `down`, `starting`, `api`, `ready`, `stopping` or `failed`
 * @property {string} [failed] why the node is not ready, in words
 * @property {number[]} ports loopback ports that lead into the cluster
 * @property {Record<string, any>} components
 * @property {boolean} wasRunning for `startNode`: it was up before the call
 */

/**
 * Starts a cluster's node, or finds that it runs, and waits until it is Ready.
 * @param {object} options
 * @param {string} options.name
 * @param {import('./prepare.mjs').Binaries} options.binaries
 * @param {boolean} [options.throwaway] data need not survive a power cut; for tests
 * @param {Record<string, string | null>} [options.forwards] loopback port → `IP:PORT`, or null for "later"; they
 *   replace what an earlier start said. Port 0 lets the system choose.
 * @param {(text: string) => void} [options.detail]
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<Cluster>}
 */
export async function startNode({ name, binaries, throwaway = false, forwards, detail, signal }) {
  const paths = pathsOf(name);
  const before = await status(name);
  if (before.phase === 'ready') {
    return { ...before, wasRunning: true };
  }
  if (before.phase !== 'down') {
    // A supervisor that is still starting its node, or was left half way, is waited for.
    return { ...(await waitUntilReady(name, detail, signal)), wasRunning: true };
  }
  if (forwards) {
    for (const [port, target] of Object.entries(forwards)) {
      if (target) {
        parseTarget(target);
      }
      await checkPort(Number(port));
    }
  }
  await mkdir(paths.root, { recursive: true, mode: 0o755 });
  const slot = await takeSlot(paths);
  const plan = planFor(slot);
  const known = (await readJson(paths.clusterFile)) ?? {};
  await writeJson(paths.clusterFile, { ...known, name, slot, throwaway });
  if (forwards) {
    await writeJson(paths.forwardFile, forwards);
  }
  await sweep(paths, plan);
  detail?.('keys and configuration');
  await prepareNode(paths, plan, binaries);
  await raiseInotifyLimit();
  detail?.('starting');
  startSupervisor(paths);
  return { ...(await waitUntilReady(name, detail, signal)), wasRunning: false };
}

/**
 * @param {import('./state.mjs').Paths} paths
 */
function startSupervisor(paths) {
  const log = openSync(join(paths.logs, 'supervisor.log'), 'a');
  const child = spawn(process.execPath, [join(HERE, 'host.mjs'), paths.name], {
    detached: true,
    cwd: '/',
    stdio: ['ignore', log, log],
    env: { ...process.env, [MARK]: paths.name }
  });
  child.unref();
  closeSync(log);
}

async function raiseInotifyLimit() {
  if (Number(await readFile(INOTIFY_FILE, 'utf8')) < INOTIFY_INSTANCES) {
    await exec('sysctl', ['-q', '-w', `fs.inotify.max_user_instances=${INOTIFY_INSTANCES}`]);
  }
}

/**
 * @param {string} name
 * @param {((text: string) => void) | undefined} detail
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<Cluster>}
 */
async function waitUntilReady(name, detail, signal) {
  const paths = pathsOf(name);
  const end = Date.now() + READY_PATIENCE;
  const log = join(paths.logs, 'supervisor.log');
  // The supervisor writes its state a moment after it has started.
  const grace = Date.now() + 5000;
  for (;;) {
    signal?.throwIfAborted();
    const now = await status(name);
    if (now.phase === 'ready') {
      return now;
    }
    if (now.phase === 'failed' || (now.phase === 'down' && Date.now() > grace)) {
      throw new ClearError(
        `The node of cluster "${name}" did not start: ${now.failed ?? 'its supervisor ended'}; see ${log}.`,
        { logFile: log }
      );
    }
    if (Date.now() > end) {
      throw new ClearError(
        `The node of cluster "${name}" was not ready after ${READY_PATIENCE / 1000} s (${now.failed ?? now.phase}); see the files in ${paths.logs}.`,
        { logFile: log }
      );
    }
    detail?.(now.phase === 'api' ? 'the API server answers' : 'starting');
    await sleep(100);
  }
}

/**
 * What a cluster is doing. A cluster that never was is `down`.
 * @param {string} name
 * @returns {Promise<Cluster>}
 */
export async function status(name) {
  const paths = pathsOf(name);
  const known = await readJson(paths.clusterFile);
  const state = await readJson(paths.supervisorFile);
  const runs = isAlive(state?.supervisor);
  const isFailed = state?.phase === 'failed';
  return {
    name,
    root: paths.root,
    kubeconfig: paths.kubeconfig,
    kubectl: join(paths.bin, 'kubectl'),
    volumes: paths.volumes,
    plan: planFor(known?.slot ?? 1),
    phase: runs ? state.phase : isFailed ? 'failed' : 'down',
    failed: state?.failed,
    ports: runs ? state.ports : [],
    components: runs ? state.components : {},
    wasRunning: runs
  };
}

/**
 * Stops a cluster and takes away everything that it has on the machine, also after a crash. Its data
 * stays unless `purge` is given.
 * @param {object} options
 * @param {string} options.name
 * @param {boolean} [options.purge]
 * @returns {Promise<{ wasRunning: boolean }>}
 */
export async function down({ name, purge = false }) {
  const paths = pathsOf(name);
  const known = await readJson(paths.clusterFile);
  if (known?.slot === undefined) {
    // Interrupted before it had anything on the machine.
    if (purge) {
      await rm(paths.root, { recursive: true, force: true });
    }
    return { wasRunning: false };
  }
  const supervisor = (await readJson(paths.supervisorFile))?.supervisor;
  const wasRunning = isAlive(supervisor);
  signalTo(supervisor, 'SIGTERM');
  const end = Date.now() + STOP_PATIENCE;
  while (isAlive(supervisor)) {
    if (Date.now() > end) {
      signalTo(supervisor, 'SIGKILL');
    }
    await sleep(50);
  }
  await sweep(paths, planFor(known.slot));
  await releaseSlot(known.slot, paths.root);
  if (purge) {
    await rm(paths.root, { recursive: true, force: true });
  }
  return { wasRunning };
}

/**
 * Imports an OCI archive, so that pods can use its image at once.
 * @param {string} name of the cluster
 * @param {string} file
 * @returns {Promise<string[]>} names of the images
 */
export async function loadImage(name, file) {
  if (!existsSync(file)) {
    throw new ClearError(`There is no image archive ${file}.`);
  }
  const output = await ctr(name, ['images', 'import', file]);
  return output.split('\n').flatMap((line) => /^unpacking (\S+)/.exec(line)?.[1] ?? []);
}

/**
 * The images that a cluster has: name → digest of its manifest.
 * @param {string} name of the cluster
 * @returns {Promise<Map<string, string>>}
 */
export async function listImages(name) {
  const lines = (await ctr(name, ['images', 'list'])).split('\n').slice(1);
  const fields = lines.map((line) => line.split(/\s+/));
  return new Map(fields.flatMap(([image, , digest]) => (image && digest ? [[image, digest]] : [])));
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function ctr(name, args) {
  const paths = pathsOf(name);
  const sandbox = (await readJson(paths.supervisorFile))?.sandbox;
  if (!isAlive(sandbox)) {
    throw new ClearError(`Cluster "${name}" is not running: start it with \`npm start\` or \`npm run cluster -- up\`.`);
  }
  // The socket is in the sandbox' own /run.
  const enter = [`--target=${sandbox.pid}`, '--mount', '--', join(paths.bin, 'ctr')];
  return exec('nsenter', [...enter, '--address', CONTAINERD_SOCKET, '--namespace', 'k8s.io', ...args]).catch((error) => {
    throw new ClearError(`containerd of cluster "${name}" refused \`ctr ${args.join(' ')}\`: ${messageOf(error)}.`, {
      cause: error
    });
  });
}

/**
 * Says where a loopback port leads. It takes effect within a second, also for a cluster that runs.
 * @param {string} name of the cluster
 * @param {number} port
 * @param {string | null} target `IP:PORT`; null closes the port again
 */
export async function setForward(name, port, target) {
  const paths = pathsOf(name);
  const forwards = (await readJson(paths.forwardFile)) ?? {};
  if (target) {
    parseTarget(target);
    forwards[port] = target;
  } else {
    delete forwards[port];
  }
  await writeJson(paths.forwardFile, forwards);
}

/**
 * The names of all clusters that have a state folder.
 * @returns {Promise<string[]>}
 */
export async function clusterNames() {
  if (!existsSync(stateRoot())) {
    return [];
  }
  const names = await readdir(stateRoot());
  return names.filter((name) => existsSync(join(stateRoot(), name, 'cluster.json'))).sort();
}
