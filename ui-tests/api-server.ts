import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { required } from './platform';

/**
 * Takes the API server of the cluster under test away, and brings it back: what supervises its process is
 * halted first, so that it is not started again at once.
 */

interface Process {
  pid: number;
  parent: number;
  command: string;
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter(entry => /^\d+$/.test(entry))
    .flatMap(entry => {
      try {
        const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
        return [{ pid: Number(entry), parent, command }];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}

/** The process that supervises the components of the cluster under test. */
function supervisor(): number {
  const cli = new URL('../cluster/cli.mjs', import.meta.url).pathname;
  const name = required('KUBEFLOW_LAB_TEST_CLUSTER');
  const { root } = JSON.parse(
    execFileSync(process.execPath, [cli, 'status', '--name', name, '--json'], { encoding: 'utf8' })
  );
  if (root !== dirname(required('KUBECONFIG'))) {
    throw new Error(`Cluster ${name} is not the one that KUBECONFIG leads to.`);
  }
  return JSON.parse(readFileSync(join(root, 'supervisor.json'), 'utf8')).sandbox.pid;
}

/** Ends the API server with -9; the function that is returned lets it be started again. */
export function takeApiServerAway(): () => void {
  const parent = supervisor();
  const server = processes().find(
    candidate => candidate.parent === parent && /\/kube-apiserver\0/.test(candidate.command)
  );
  if (!server) {
    throw new Error('The cluster under test runs no kube-apiserver.');
  }
  process.kill(parent, 'SIGSTOP');
  try {
    process.kill(server.pid, 'SIGKILL');
  } catch (error) {
    process.kill(parent, 'SIGCONT');
    throw error;
  }
  return () => process.kill(parent, 'SIGCONT');
}
