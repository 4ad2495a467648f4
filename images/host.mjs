import { installPackages } from '../cluster/build/apt.mjs';
import { ClearError } from '../cluster/errors.mjs';
import { tryExec } from '../cluster/exec.mjs';

/**
 * Makes sure that this machine has a command, from a Debian package where it is missing.
 * @param {string} command
 * @param {string} debianPackage
 * @param {import('../cluster/build/go-tool.mjs').BuildContext} [context]
 * @throws {ClearError} where it can neither be found nor installed
 */
export async function hostCommand(command, debianPackage, context = {}) {
  if (await has(command)) {
    return;
  }
  context.detail?.(`installing ${debianPackage}`);
  try {
    await installPackages([debianPackage], context);
  } catch (cause) {
    context.signal?.throwIfAborted();
    throw new ClearError(
      `The program ${command} is needed to build images and could not be installed; run "apt-get install ${debianPackage}" and start again.`,
      { cause }
    );
  }
}

/**
 * @param {string} command
 * @returns {Promise<boolean>}
 */
async function has(command) {
  return (await tryExec('sh', ['-c', 'command -v "$1"', 'sh', command])) !== undefined;
}
