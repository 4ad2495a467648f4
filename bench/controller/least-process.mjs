/** Starts the least controller (`least.mjs`) as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { NODE_ARGUMENTS } from '@kubeflow-lab/controller/harness';

const PROGRAM = fileURLToPath(new URL('least.mjs', import.meta.url));

/**
 * @param {{kubeconfig: string, folder: string, children: string[], status: object}} options `folder`: for a file that it
 *   reads; `children`: templates of `readChildren`; `status`: of every notebook that is ready
 * @returns {Promise<{pid: number, ended: Promise<number | string>, stop: () => Promise<void>}>} once it is at work
 */
export async function startLeast({ kubeconfig, folder, children, status }) {
  const file = join(folder, 'least.json');
  await writeFile(file, JSON.stringify({ children, status }));
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, PROGRAM, kubeconfig, file], {
    stdio: ['ignore', 'pipe', 'inherit']
  });
  const ended = once(child, 'exit').then(([code, signal]) => signal ?? code);
  await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { pid: child.pid, ended, stop };
}
