import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { removeCgroup } from './cgroup.mjs';
import { clusterProcesses } from './leftovers.mjs';
import { leaveHost } from './network.mjs';
import { identify, isAlive, signalTo } from './process.mjs';

/**
 * Removes whatever a cluster has on the host while it runs, however it came to its end: processes of
 * the sandbox (its mounts and rules go with them), the link, routes, control groups. Data stays.
 * Nothing there is no error.
 * @param {import('./state.mjs').Paths} paths
 * @param {import('./plan.mjs').Plan} plan
 */
export async function sweep(paths, plan) {
  const left = (await clusterProcesses(paths.name)).filter(({ pid }) => pid !== process.pid);
  const ids = left.map(({ pid }) => identify(pid));
  for (const id of ids) {
    signalTo(id, 'SIGKILL');
  }
  while (ids.some(isAlive)) {
    await sleep(20);
  }
  await leaveHost(plan);
  await removeCgroup(paths.cgroup);
  await rm(paths.supervisorFile, { force: true });
}
