/** What the processes of a whole cluster use. */
import { readFile, readdir } from 'node:fs/promises';

import { processUsage } from '@kubeflow-lab/controller/harness';

/**
 * Processor seconds so far of the programs in a folder (a cluster keeps copies of its own there) and of some processes.
 * @param {string} folder @param {number[]} pids @returns {Promise<number>}
 */
export async function cpuOf(folder, pids) {
  const all = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const theirs = await Promise.all(
    all.map(async pid => ((await programOf(pid)).startsWith(`${folder}/`) ? [Number(pid)] : []))
  );
  const used = await Promise.all([...theirs.flat(), ...pids].map(processUsage));
  return used.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

/** @param {string} pid @returns {Promise<string>} '' where the process has ended meanwhile */
async function programOf(pid) {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return line.split('\0')[0];
}
