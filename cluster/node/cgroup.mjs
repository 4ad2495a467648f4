import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { codeOf } from '../errors.mjs';

const ROOT = '/sys/fs/cgroup';

/** What the kubelet counts and limits; a machine may lack some, and may refuse to hand out others. */
const CONTROLLERS = ['cpuset', 'cpu', 'io', 'memory', 'pids', 'hugetlb'];

/**
 * The roots of all hierarchies: one on a cgroup v2 machine, one per controller on v1.
 * @returns {Promise<string[]>}
 */
export async function hierarchies() {
  if (existsSync(join(ROOT, 'cgroup.controllers'))) {
    return [ROOT];
  }
  const entries = await readdir(ROOT, { withFileTypes: true });
  // Links such as `cpu -> cpu,cpuacct` name a hierarchy a second time.
  return entries.filter(entry => entry.isDirectory()).map(entry => join(ROOT, entry.name));
}

/**
 * Makes a control group in every hierarchy.
 * @param {string} name
 */
export async function makeCgroup(name) {
  for (const hierarchy of await hierarchies()) {
    const folder = join(hierarchy, name);
    if (hierarchy === ROOT) {
      await offerControllers(hierarchy);
    }
    await mkdir(folder, { recursive: true });
    if (hierarchy === ROOT) {
      await offerControllers(folder);
    }
    // In v1 a new group of this controller is empty-handed, and no process can enter it.
    for (const file of ['cpuset.cpus', 'cpuset.mems']) {
      if (existsSync(join(folder, file)) && existsSync(join(hierarchy, file))) {
        const own = (await readFile(join(folder, file), 'utf8')).trim();
        if (own === '' && hierarchy !== ROOT) {
          await writeFile(join(folder, file), await readFile(join(hierarchy, file), 'utf8'));
        }
      }
    }
  }
}

/**
 * In v2, lets the groups below one have the controllers that it has itself.
 * @param {string} folder
 */
async function offerControllers(folder) {
  const wordsOf = async (/** @type {string} */ file) =>
    (await readFile(join(folder, file), 'utf8')).trim().split(' ');
  const [all, given] = [
    await wordsOf('cgroup.controllers'),
    await wordsOf('cgroup.subtree_control')
  ];
  const missing = CONTROLLERS.filter(name => all.includes(name) && !given.includes(name));
  if (missing.length === 0) {
    return;
  }
  const grant = () =>
    writeFile(join(folder, 'cgroup.subtree_control'), missing.map(name => `+${name}`).join(' '));
  try {
    await grant();
  } catch (error) {
    if (codeOf(error) !== 'EBUSY') {
      throw error;
    }
    // A group cannot both hold processes and hand out controllers, except the machine's own root. In a
    // container this root is such a group: its processes move into a leaf beside ours.
    await moveProcesses(folder, join(folder, 'init'));
    await grant();
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
async function moveProcesses(from, to) {
  await mkdir(to, { recursive: true });
  for (const pid of await processesOf(from)) {
    await writeFile(join(to, 'cgroup.procs'), String(pid)).catch(error => {
      // It ended meanwhile.
      if (codeOf(error) !== 'ESRCH') {
        throw error;
      }
    });
  }
}

/**
 * Every folder of a control group in one hierarchy, the deepest first; none when it does not exist.
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
async function treeOf(folder) {
  /** @type {import('node:fs').Dirent[]} */
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
  const below = await Promise.all(
    entries.filter(entry => entry.isDirectory()).map(entry => treeOf(join(folder, entry.name)))
  );
  return [...below.flat(), folder];
}

/**
 * @param {string} folder
 * @returns {Promise<number[]>}
 */
async function processesOf(folder) {
  try {
    const text = await readFile(join(folder, 'cgroup.procs'), 'utf8');
    return text.split('\n').filter(Boolean).map(Number);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

/**
 * The processes in a control group and below it.
 * @param {string} name
 * @returns {Promise<number[]>} process ids, as this process sees them
 */
export async function cgroupProcesses(name) {
  const pids = new Set();
  for (const hierarchy of await hierarchies()) {
    for (const folder of await treeOf(join(hierarchy, name))) {
      for (const pid of await processesOf(folder)) {
        pids.add(pid);
      }
    }
  }
  // A process of another namespace is shown as 0.
  pids.delete(0);
  return [...pids];
}

/**
 * Removes a control group from every hierarchy. The kernel lets go of one some moments after its last
 * process has ended, so this tries for a while.
 * @param {string} name
 */
export async function removeCgroup(name) {
  for (const hierarchy of await hierarchies()) {
    for (const folder of await treeOf(join(hierarchy, name))) {
      await removeGroup(folder);
    }
  }
}

/**
 * @param {string} folder
 */
async function removeGroup(folder) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await rmdir(folder);
      return;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        return;
      }
      if (codeOf(error) !== 'EBUSY' || attempt === 100) {
        throw error;
      }
      await sleep(50);
    }
  }
}

/**
 * The control groups of the lowest level whose names begin with a prefix.
 * @param {string} prefix
 * @returns {Promise<string[]>} paths
 */
export async function cgroupsNamed(prefix) {
  const found = await Promise.all(
    (await hierarchies()).map(async hierarchy => {
      const entries = await readdir(hierarchy, { withFileTypes: true });
      return entries
        .filter(entry => entry.isDirectory() && entry.name.startsWith(prefix))
        .map(entry => join(hierarchy, entry.name));
    })
  );
  return found.flat();
}
