import { setTimeout as sleep } from 'node:timers/promises';

import { ClearError } from '../cluster/errors.mjs';
import { exec, tryExec } from '../cluster/exec.mjs';

const ATTEMPTS = 5;
const PAUSE = 3_000;

/**
 * Makes sure that this machine has a command, from a Debian package where it is missing.
 * @param {string} command
 * @param {string} debianPackage
 * @param {import('../cluster/build/go-tool.mjs').BuildContext} [context]
 * @throws {ClearError} where it can neither be found nor installed
 */
export async function hostCommand(command, debianPackage, context = {}) {
  const { signal, log, detail } = context;
  if (await has(command)) {
    return;
  }
  detail?.(`installing ${debianPackage}`);
  const options = { signal, onLine: log, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  for (let attempt = 1; ; attempt += 1) {
    try {
      await exec('apt-get', ['update', '--quiet'], options);
      await exec(
        'apt-get',
        [
          'install',
          '--yes',
          '--quiet',
          '--no-install-recommends',
          '-o',
          'DPkg::Lock::Timeout=300',
          debianPackage
        ],
        options
      );
      return;
    } catch (cause) {
      if (signal?.aborted) {
        throw cause;
      }
      // Another program may hold the lock of apt's lists, for which apt itself does not wait.
      if (attempt === ATTEMPTS) {
        throw new ClearError(
          `The program ${command} is needed to build images and could not be installed; run "apt-get install ${debianPackage}" and start again.`,
          { cause }
        );
      }
      await sleep(PAUSE);
    }
  }
}

/**
 * @param {string} command
 * @returns {Promise<boolean>}
 */
async function has(command) {
  return (await tryExec('sh', ['-c', 'command -v "$1"', 'sh', command])) !== undefined;
}
