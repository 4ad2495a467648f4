import { readdir, readFile } from 'node:fs/promises';

import { exec, tryExec } from '../exec.mjs';
import { cgroupsNamed } from './cgroup.mjs';
import { linkNames, routesInRange } from './network.mjs';
import { overlaps } from './plan.mjs';

/** Set in the environment of a cluster's supervisor, and so of everything below it. */
export const MARK = 'KUBEFLOW_LAB_CLUSTER';

/**
 * @typedef {object} Leftover
 * @property {'process' | 'mount' | 'link' | 'route' | 'nft table' | 'cgroup'} kind
 * @property {string} what
 */

/**
 * The processes of clusters: those with our mark, and those in our control groups.
 * @param {string} [name] of one cluster; of all when absent
 * @returns {Promise<{ pid: number, command: string }[]>}
 */
export async function clusterProcesses(name) {
  const mark = new RegExp(`(^|\\0)${MARK}=${name ?? '[^\\0]*'}(\\0|$)`);
  const group = new RegExp(`:/kubeflow-lab-${name ?? '[^/]*'}(/|$)`, 'm');
  const pids = (await readdir('/proc')).filter(entry => /^\d+$/.test(entry)).map(Number);
  const found = await Promise.all(
    pids.map(async pid => {
      const read = (/** @type {string} */ file) =>
        readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
      const [environment, cgroup] = await Promise.all([read('environ'), read('cgroup')]);
      if (!mark.test(environment) && !group.test(cgroup)) {
        return [];
      }
      return [{ pid, command: (await read('cmdline')).replaceAll('\0', ' ').trim() }];
    })
  );
  return found.flat();
}

/**
 * Everything of ours that this machine holds outside of files: of a cluster that is down, nothing.
 * @param {object} [one] narrows the search to one cluster
 * @param {string} one.name
 * @param {import('./plan.mjs').Plan} [one.plan] absent where it never was given addresses
 * @returns {Promise<Leftover[]>}
 */
export async function leftovers(one) {
  const isOurLink = (/** @type {string} */ link) =>
    one ? link === one.plan?.hostLink : /^kfl\d+[hn]$/.test(link);
  const mine = one && rangesOf(one.plan);
  const isOurRoute = (/** @type {string} */ route) =>
    !mine || mine.some(range => overlaps(range, route));
  const prefix = `kubeflow-lab-${one?.name ?? ''}`;

  const [processes, mounts, links, routes, tables, cgroups] = await Promise.all([
    clusterProcesses(one?.name),
    ourMounts(one?.name),
    linkNames(),
    routesInRange(),
    one ? [] : ourTables(),
    cgroupsNamed(prefix)
  ]);
  return [
    ...processes.map(({ pid, command }) => leftover('process', `${pid} ${command}`)),
    ...mounts.map(mount => leftover('mount', mount)),
    ...links.filter(isOurLink).map(link => leftover('link', link)),
    ...routes.filter(isOurRoute).map(route => leftover('route', route)),
    ...tables.map(table => leftover('nft table', table)),
    ...cgroups
      .filter(path => !one || path.endsWith(`/${prefix}`))
      .map(path => leftover('cgroup', path))
  ];
}

/**
 * @param {import('./plan.mjs').Plan | undefined} plan
 * @returns {string[]}
 */
function rangesOf(plan) {
  return plan ? [plan.range, `${plan.hostAddress}/${plan.linkPrefix}`] : [];
}

/**
 * @param {Leftover['kind']} kind
 * @param {string} what
 * @returns {Leftover}
 */
function leftover(kind, what) {
  return { kind, what };
}

/**
 * Mounts in this machine's own mount namespace; those of a sandbox end with its processes.
 * @param {string} [name]
 * @returns {Promise<string[]>}
 */
async function ourMounts(name) {
  const lines = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n');
  const points = lines.map(line => line.split(' ')[4] ?? '');
  return points.filter(point => point.includes(`/kubeflow-lab/${name ? `${name}/` : ''}`));
}

/**
 * Tables of kube-proxy in this machine's own network namespace, where none of ours ever belongs.
 * @returns {Promise<string[]>}
 */
async function ourTables() {
  if ((await tryExec('nft', ['--version'])) === undefined) {
    return [];
  }
  const tables = (await exec('nft', ['list', 'tables'])).split('\n').filter(Boolean);
  const inOurRange = await Promise.all(
    tables.map(async table => {
      const content = (await tryExec('nft', ['list', ...table.split(' ')])) ?? '';
      return /\b198\.(18|19)\./.test(content);
    })
  );
  return tables.filter((_, i) => inOurRange[i]);
}
