import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';

import { exec, tryExec } from '../exec.mjs';
import { CONTAINERD_SOCKET } from './config.mjs';

/** Only images in this namespace are seen by the kubelet. */
const CTR = ['--address', CONTAINERD_SOCKET, '--namespace', 'k8s.io'];

/**
 * Imports an image archive from within the sandbox, unless an image of that name is there.
 * @param {import('./state.mjs').Paths} paths
 * @param {string} name
 * @param {string} archive
 */
export async function importImage(paths, name, archive) {
  const ctr = join(paths.bin, 'ctr');
  // The socket exists a moment before it answers.
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const images = await tryExec(ctr, [...CTR, 'images', 'list', '--quiet']);
    if (images !== undefined) {
      if (!images.split('\n').includes(name)) {
        await exec(ctr, [...CTR, 'images', 'import', archive]);
      }
      return;
    }
    await sleep(50);
  }
  throw new Error('containerd does not answer');
}
