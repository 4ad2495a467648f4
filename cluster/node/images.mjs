import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { ClearError, messageOf } from '../errors.mjs';
import { exec, tryExec } from '../exec.mjs';
import { CONTAINERD_SOCKET } from './config.mjs';
import { isAlive } from './process.mjs';
import { pathsOf, readJson } from './state.mjs';

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

/**
 * Imports an OCI archive, so that pods can use its image at once.
 * @param {string} name of the cluster
 * @param {string} file
 * @param {AbortSignal} [signal] ends it in the middle; what has come by then is used the next time
 * @returns {Promise<string[]>} names of the images
 */
export async function loadImage(name, file, signal) {
  if (!existsSync(file)) {
    throw new ClearError(`There is no image archive ${file}.`);
  }
  const output = await ctr(name, ['images', 'import', file], signal);
  return output.split('\n').flatMap(line => /^unpacking (\S+)/.exec(line)?.[1] ?? []);
}

/**
 * The images that a cluster has: name → digest of its manifest. (containerd lists each a second time, by digest.)
 * @param {string} name of the cluster
 * @returns {Promise<Map<string, string>>}
 */
export async function listImages(name) {
  const lines = (await ctr(name, ['images', 'list'])).split('\n').slice(1);
  const images = lines
    .map(line => line.split(/\s+/))
    .filter(([image]) => !image?.startsWith('sha256:'));
  return new Map(images.flatMap(([image, , digest]) => (image && digest ? [[image, digest]] : [])));
}

/**
 * The digests of all parts of images that a cluster has, so that an archive for it may leave them out.
 * @param {string} name of the cluster
 * @returns {Promise<Set<string>>}
 */
export async function listBlobs(name) {
  const digests = await ctr(name, ['content', 'list', '--quiet']);
  return new Set(digests.split('\n').filter(digest => digest !== ''));
}

/**
 * @param {string} name
 * @param {string[]} args
 * @param {AbortSignal} [signal]
 */
async function ctr(name, args, signal) {
  const paths = pathsOf(name);
  const sandbox = (await readJson(paths.supervisorFile))?.sandbox;
  if (!isAlive(sandbox)) {
    throw new ClearError(
      `Cluster "${name}" is not running: start it with \`npm start\` or \`npm run cluster -- up\`.`
    );
  }
  // The socket is in the sandbox' own /run.
  const enter = [`--target=${sandbox.pid}`, '--mount', '--', join(paths.bin, 'ctr')];
  return exec('nsenter', [...enter, ...CTR, ...args], { signal }).catch(error => {
    signal?.throwIfAborted();
    throw new ClearError(
      `containerd of cluster "${name}" refused \`ctr ${args.join(' ')}\`: ${messageOf(error)}.`,
      {
        cause: error
      }
    );
  });
}
