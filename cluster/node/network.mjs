import { exec, tryExec } from '../exec.mjs';
import { overlaps, WHOLE_RANGE } from './plan.mjs';

/**
 * @typedef {import('./plan.mjs').Plan} Plan
 */

/** Worse than any route that leads somewhere: it counts only while the node's link is away. */
const FALLBACK_METRIC = '4000000';

/**
 * Joins the host to a sandbox by a pair of virtual links, and routes the cluster's addresses to it.
 * Where the link is away, packets to those addresses are refused: none ever leaves by the default route.
 * @param {Plan} plan
 * @param {number} pid of a process in the sandbox
 */
export async function joinHost(plan, pid) {
  await exec('ip', ['route', 'replace', 'unreachable', plan.range, 'metric', FALLBACK_METRIC]);
  await tryExec('ip', ['link', 'delete', plan.hostLink]);
  await exec('ip', [
    ...['link', 'add', plan.hostLink, 'type', 'veth'],
    ...['peer', 'name', plan.nodeLink, 'netns', String(pid)]
  ]);
  await exec('ip', [
    'address',
    'add',
    `${plan.hostAddress}/${plan.linkPrefix}`,
    'dev',
    plan.hostLink
  ]);
  await exec('ip', ['link', 'set', plan.hostLink, 'up']);
  await exec('ip', ['route', 'replace', plan.range, 'via', plan.nodeAddress, 'dev', plan.hostLink]);
}

/**
 * Sets up the sandbox's side; runs inside it.
 * @param {Plan} plan
 */
export async function joinNode(plan) {
  await exec('ip', ['link', 'set', 'lo', 'up']);
  await exec('ip', [
    'address',
    'add',
    `${plan.nodeAddress}/${plan.linkPrefix}`,
    'dev',
    plan.nodeLink
  ]);
  await exec('ip', ['link', 'set', plan.nodeLink, 'up']);
  await exec('ip', ['route', 'add', 'default', 'via', plan.hostAddress]);
  // A service has no place of its own: kube-proxy rewrites what goes there. What it does not know yet
  // ends here, and does not go back to the host, which would return it.
  await exec('ip', ['route', 'add', plan.serviceRange, 'dev', 'lo', 'src', plan.nodeAddress]);
  await exec('sysctl', ['-q', '-w', 'net.ipv4.ip_forward=1']);
}

/**
 * Removes the host's side; what is gone already is no error.
 * @param {Plan} plan
 */
export async function leaveHost(plan) {
  await tryExec('ip', ['link', 'delete', plan.hostLink]);
  await tryExec('ip', ['route', 'delete', 'unreachable', plan.range, 'metric', FALLBACK_METRIC]);
}

/**
 * The machine's routes into our range.
 * @returns {Promise<string[]>} destinations, such as `198.18.32.0/19`
 */
export async function routesInRange() {
  /** @type {{ dst?: string }[]} */
  const routes = JSON.parse(await exec('ip', ['-json', '-4', 'route', 'show', 'table', 'all']));
  return routes
    .map(route => route.dst ?? '')
    .filter(destination => /^[\d./]+$/.test(destination) && overlaps(destination, WHOLE_RANGE));
}

/**
 * The names of the machine's links.
 * @returns {Promise<string[]>}
 */
export async function linkNames() {
  /** @type {{ ifname: string }[]} */
  const links = JSON.parse(await exec('ip', ['-json', 'link', 'show']));
  return links.map(link => link.ifname);
}
