/**
 * Installs the npm packages of the checkout, once per lock file.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What node_modules was installed from, as a hash.
 * @param {string} root the checkout
 * @returns {string}
 */
function wanted(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** @param {string} root */
function stamp(root) {
  return join(root, 'node_modules', '.kubeflow-lab-installed-from');
}

/** @param {string} root the checkout @returns {boolean} whether node_modules is what the lock file says */
export function nodeModulesAreCurrent(root) {
  return existsSync(stamp(root)) && readFileSync(stamp(root), 'utf8') === wanted(root);
}

/**
 * Makes node_modules what the lock file says.
 * @param {string} root the checkout
 * @param {(command: string[]) => Promise<void>} run runs a command in the checkout; rejects when it fails
 */
export async function ensureNodeModules(root, run) {
  if (nodeModulesAreCurrent(root)) {
    return;
  }
  await run(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
  // The node that goes into an image comes as a package, and npm would run our scripts with it from now on.
  rmSync(join(root, 'node_modules', '.bin', 'node'), { force: true });
  writeFileSync(stamp(root), wanted(root));
}
