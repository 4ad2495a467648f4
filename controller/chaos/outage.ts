import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import type { KubeClient } from '@kubeflow-lab/kube';

const DOWN_MS = 5_000;

/**
 * Kills etcd and the API server of an embedded cluster, whose supervisor starts them again. Resolves when the API server
 * answers; everybody's connections are gone by then.
 */
export async function restartApiServer(cluster: string, admin: KubeClient): Promise<void> {
  for (const program of ['etcd', 'kube-apiserver']) {
    const pid = await findProcess(`/${cluster}/bin/${program}`);
    process.kill(pid, 'SIGKILL');
  }
  await sleep(DOWN_MS);
  while (!(await isReady(admin))) {
    await sleep(200);
  }
}

async function isReady(admin: KubeClient): Promise<boolean> {
  try {
    return (await admin.raw('/readyz', { timeoutMs: 2_000 })) === 'ok';
  } catch {
    // It is not there yet, which is what we wait for.
    return false;
  }
}

/** The process that runs exactly this program. */
async function findProcess(suffix: string): Promise<number> {
  const pids = (await readdir('/proc')).filter(entry => /^\d+$/.test(entry));
  for (const pid of pids) {
    // A process may end between the listing and the reading.
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.split('\0')[0].endsWith(suffix)) {
      return Number(pid);
    }
  }
  throw new Error(`No process runs ${suffix}.`);
}
