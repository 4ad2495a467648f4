import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ClearError, codeOf, messageOf } from '../errors.mjs';

export const DEFAULT_NAME = 'kubeflow-lab';

/** Kept short: the name is part of link, cgroup and host names. */
const NAME_PATTERN = /^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/;

/**
 * Where the clusters' states are, one folder each: `KUBEFLOW_LAB_STATE`, or `/var/lib/kubeflow-lab`.
 * @returns {string}
 */
export function stateRoot() {
  return process.env.KUBEFLOW_LAB_STATE || '/var/lib/kubeflow-lab';
}

/** What is true only until the machine is started again: which slot is held by which cluster. */
export const RUN_ROOT = '/run/kubeflow-lab';

/**
 * @typedef {ReturnType<typeof pathsOf>} Paths
 */

/**
 * Every path of one cluster, in one place.
 * @param {string} name
 */
export function pathsOf(name) {
  if (!NAME_PATTERN.test(name)) {
    throw new ClearError(
      `"${name}" cannot be a cluster's name: use at most 30 small letters, digits and hyphens, and begin with a letter.`
    );
  }
  const root = join(stateRoot(), name);
  return {
    name,
    root,
    /** What the cluster is: slot and options. */
    clusterFile: join(root, 'cluster.json'),
    /** The supervisor that runs now: its process id, and what it has come to. */
    supervisorFile: join(root, 'supervisor.json'),
    /** What the loopback ports lead to; may be written at any time. */
    forwardFile: join(root, 'forward.json'),
    /** Held while the cluster is being started or stopped. */
    lockFile: join(root, 'lock'),
    kubeconfig: join(root, 'kubeconfig'),
    pki: join(root, 'pki'),
    config: join(root, 'config'),
    bin: join(root, 'bin'),
    logs: join(root, 'logs'),
    etcd: join(root, 'etcd'),
    containerd: join(root, 'containerd'),
    kubelet: join(root, 'kubelet'),
    podLogs: join(root, 'var-log'),
    /** Users' volumes. */
    volumes: join(root, 'volumes'),
    /** Name of the control group, below the root of each hierarchy. */
    cgroup: `kubeflow-lab-${name}`,
    nodeName: `${name}-node`
  };
}

/**
 * Reads a JSON file, or gives undefined when it does not exist.
 * @param {string} file
 * @returns {Promise<any>}
 */
export async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw new ClearError(`${file} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

/**
 * Writes a file so that a reader sees the old content or the new, never half of it.
 * @param {string} file
 * @param {string} content
 * @param {number} [mode]
 */
export async function writeWhole(file, content, mode = 0o600) {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.part`;
  await writeFile(temporary, content, { mode });
  await rename(temporary, file);
}

/**
 * @param {string} file
 * @param {unknown} value
 */
export async function writeJson(file, value) {
  await writeWhole(file, `${JSON.stringify(value, null, 2)}\n`);
}
