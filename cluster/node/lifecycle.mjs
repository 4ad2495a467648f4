import { spawn } from 'node:child_process';
import { existsSync, openSync, closeSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { ClearError } from '../errors.mjs';
import { exec } from '../exec.mjs';
import { checkPorts, writeForwards } from './forwards.mjs';
import { MARK } from './leftovers.mjs';
import { withLock } from './lock.mjs';
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

/** A component that ended so often before the node was ready will not get well by itself. */
const HOPELESS_RESTARTS = 5;

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
 * @property {import('./plan.mjs').Plan} [plan] its addresses; absent where it never was
 * @property {string} phase `down`, `starting`, `api`, `ready`, `stopping` or `failed`
 * @property {string} [failed] why the node is not ready, in words
 * @property {number[]} ports loopback ports that lead into the cluster
 * @property {Record<string, any>} components
 * @property {boolean} wasRunning for `startNode`: it was up before the call
 */

/**
 * Fails with one sentence when a port that a cluster needs is taken. A cluster that runs has its ports.
 * @param {string} name
 * @param {Record<string, string | null>} [asked]
 */
export async function checkForwards(name, asked) {
  if ((await status(name)).phase === 'down') {
    await checkPorts(pathsOf(name), asked);
  }
}

/**
 * Starts a cluster's node, or finds that it runs, and waits until it is Ready. A start that fails
 * leaves nothing running.
 * @param {object} options
 * @param {string} options.name
 * @param {import('./prepare.mjs').Binaries} options.binaries
 * @param {boolean} [options.throwaway] data need not survive a power cut; for tests
 * @param {Record<string, string | null>} [options.forwards] loopback port → `IP:PORT`, `GATEWAY`, or null for "later"; they
 *   replace what an earlier start said. Port 0 lets the system choose.
 * @param {(text: string) => void} [options.detail]
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<Cluster>}
 */
export async function startNode(options) {
  const { name, detail, signal } = options;
  const wasRunning = await withLock(pathsOf(name).lockFile, () => launch(options), signal);
  try {
    return { ...(await waitUntilReady(name, detail, signal)), wasRunning };
  } catch (error) {
    if (!wasRunning) {
      await down({ name });
    }
    throw error;
  }
}

/**
 * @param {Parameters<typeof startNode>[0]} options
 * @returns {Promise<boolean>} whether it ran already
 */
async function launch({ name, binaries, throwaway = false, forwards, detail }) {
  if (!['down', 'failed'].includes((await status(name)).phase)) {
    return true;
  }
  const paths = pathsOf(name);
  await checkPorts(paths, forwards);
  const slot = await takeSlot(paths);
  const plan = planFor(slot);
  await writeJson(paths.clusterFile, { name, slot, throwaway });
  await writeForwards(paths, plan, forwards);
  await sweep(paths, plan);
  detail?.('keys and configuration');
  await prepareNode(paths, plan, binaries);
  await raiseInotifyLimit();
  detail?.('starting');
  await startSupervisor(paths);
  return false;
}

/**
 * Starts the supervisor and waits for its first sign of life.
 * @param {import('./state.mjs').Paths} paths
 */
async function startSupervisor(paths) {
  const log = openSync(join(paths.logs, 'supervisor.log'), 'a');
  const child = spawn(process.execPath, [join(HERE, 'host.mjs'), paths.name], {
    detached: true,
    cwd: '/',
    stdio: ['ignore', log, log],
    env: { ...process.env, [MARK]: paths.name }
  });
  child.unref();
  closeSync(log);
  let ended = false;
  child.once('error', () => (ended = true));
  child.once('exit', () => (ended = true));
  while (!ended && (await readJson(paths.supervisorFile)) === undefined) {
    await sleep(20);
  }
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
  const { logs } = pathsOf(name);
  const end = Date.now() + READY_PATIENCE;
  for (;;) {
    signal?.throwIfAborted();
    const now = await status(name);
    if (now.phase === 'ready') {
      return now;
    }
    const problem = problemOf(now, Date.now() > end);
    if (problem) {
      throw new ClearError(
        `The node of cluster "${name}" did not start: ${problem}; see the files in ${logs}.`,
        {
          logFile: join(logs, 'supervisor.log')
        }
      );
    }
    detail?.(now.phase === 'api' ? 'the API server answers' : 'starting');
    await sleep(100);
  }
}

/**
 * Why it is of no use to wait any longer; undefined while it is.
 * @param {Cluster} cluster
 * @param {boolean} isLate
 * @returns {string | undefined}
 */
export function problemOf({ phase, failed, components }, isLate) {
  const [failing] = Object.entries(components).filter(
    ([, { restarts }]) => restarts >= HOPELESS_RESTARTS
  );
  if (failing) {
    return `${failing[0]} ends again and again${failing[1].how ? ` (${failing[1].how})` : ''}`;
  }
  if (phase === 'failed' || phase === 'down') {
    return failed ?? 'its supervisor ended';
  }
  return isLate ? (failed ?? `it was not ready after ${READY_PATIENCE / 1000} s`) : undefined;
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
    plan: known && planFor(known.slot),
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
  // What is purged needs no order in which it ends.
  const how = purge ? 'SIGKILL' : 'SIGTERM';
  const wasRunning =
    existsSync(paths.root) && (await withLock(paths.lockFile, () => stop(paths, how)));
  if (purge) {
    await rm(paths.root, { recursive: true, force: true });
  }
  return { wasRunning };
}

/**
 * @param {import('./state.mjs').Paths} paths
 * @param {NodeJS.Signals} how SIGTERM lets everything end in order, SIGKILL does not
 * @returns {Promise<boolean>} whether it was running
 */
async function stop(paths, how) {
  const known = await readJson(paths.clusterFile);
  if (known?.slot === undefined) {
    // Interrupted before it had anything on the machine.
    return false;
  }
  const supervisor = (await readJson(paths.supervisorFile))?.supervisor;
  const wasRunning = isAlive(supervisor);
  signalTo(supervisor, how);
  const end = Date.now() + STOP_PATIENCE;
  while (isAlive(supervisor)) {
    if (Date.now() > end) {
      signalTo(supervisor, 'SIGKILL');
    }
    await sleep(50);
  }
  await sweep(paths, planFor(known.slot));
  await releaseSlot(known.slot, paths.root);
  return wasRunning;
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
  return names.filter(name => existsSync(join(stateRoot(), name, 'cluster.json'))).sort();
}
