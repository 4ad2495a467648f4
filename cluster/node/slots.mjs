import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ClearError, codeOf } from '../errors.mjs';
import { linkNames, routesInRange } from './network.mjs';
import { overlaps, planFor, slotOrder } from './plan.mjs';
import { isAlive } from './process.mjs';
import { readJson, RUN_ROOT } from './state.mjs';

/**
 * The slot of a cluster: the one that it has (its services' addresses are in its data), or a free one
 * for a new cluster. The slot is claimed until `releaseSlot`, or until its cluster no longer runs.
 * @param {import('./state.mjs').Paths} paths
 * @returns {Promise<number>}
 */
export async function takeSlot(paths) {
  const known = (await readJson(paths.clusterFile))?.slot;
  if (known !== undefined) {
    if (await claim(known, paths.root)) {
      return known;
    }
    throw new ClearError(
      `The addresses of cluster "${paths.name}" are used by another cluster, in ${await holder(known)}: stop that one first.`
    );
  }
  const siblings = await siblingSlots(paths);
  const [links, routes] = await Promise.all([linkNames(), routesInRange()]);
  for (const slot of slotOrder(paths.name)) {
    const plan = planFor(slot);
    const isBusy =
      links.includes(plan.hostLink) || routes.some(route => overlaps(route, plan.range));
    if (!siblings.includes(slot) && !isBusy && (await claim(slot, paths.root))) {
      return slot;
    }
  }
  throw new ClearError(
    'This machine holds as many clusters as it can: remove one with `npm run cluster -- down --purge`.'
  );
}

/**
 * @param {number} slot
 * @param {string} root
 */
export async function releaseSlot(slot, root) {
  if ((await holder(slot)) === root) {
    await rm(claimFile(slot), { force: true });
  }
}

/**
 * @param {number} slot
 * @returns {string}
 */
function claimFile(slot) {
  return join(RUN_ROOT, `slot-${slot}`);
}

/**
 * @param {number} slot
 * @returns {Promise<string | undefined>} the state folder of the cluster that claims the slot
 */
async function holder(slot) {
  return readFile(claimFile(slot), 'utf8').catch(error => {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
}

/**
 * @param {number} slot
 * @param {string} root
 * @returns {Promise<boolean>}
 */
async function claim(slot, root) {
  await mkdir(RUN_ROOT, { recursive: true });
  const current = await holder(slot);
  if (current === root) {
    return true;
  }
  if (current !== undefined) {
    const supervisor = (await readJson(join(current, 'supervisor.json')))?.supervisor;
    if (isAlive(supervisor)) {
      return false;
    }
    await rm(claimFile(slot), { force: true });
  }
  try {
    // Fails when another cluster claims it at this moment.
    await writeFile(claimFile(slot), root, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/**
 * Slots of the clusters beside this one, running or not.
 * @param {import('./state.mjs').Paths} paths
 * @returns {Promise<number[]>}
 */
async function siblingSlots(paths) {
  const folder = dirname(paths.root);
  const names = await readdir(folder).catch(error => {
    if (codeOf(error) === 'ENOENT') {
      return [];
    }
    throw error;
  });
  const clusters = await Promise.all(
    names.map(name => readJson(join(folder, name, 'cluster.json')))
  );
  return clusters.flatMap(cluster => (cluster?.slot === undefined ? [] : [cluster.slot]));
}
