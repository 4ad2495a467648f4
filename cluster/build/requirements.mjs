import { ClearError } from '../errors.mjs';
import { goVersion } from './go-tool.mjs';
import { missingPackages, pythonOf } from './packages.mjs';

/** The oldest Go that compiles this Kubernetes. */
const GO = [1, 26];

/**
 * @typedef {object} Machine what was found out about this machine
 * @property {string} platform as `process.platform`
 * @property {boolean} isRoot
 * @property {[number, number] | undefined} go
 * @property {boolean} hasPython
 * @property {boolean} hasPip
 * @property {boolean} hasApt
 */

const ELSEWHERE =
  'or set KUBECONFIG to a cluster of your own, where everything else is installed in the same way';

/**
 * Why the embedded cluster cannot run on a machine, in one sentence; undefined when it can.
 * @param {Machine} machine
 * @returns {string | undefined}
 */
export function obstacle(machine) {
  if (machine.platform !== 'linux') {
    return `The embedded cluster needs Linux: use a Linux machine (a virtual one will do), ${ELSEWHERE}.`;
  }
  if (!machine.isRoot) {
    return `The embedded cluster needs root, as it makes namespaces and network links: run it as root (sudo), ${ELSEWHERE}.`;
  }
  if (!machine.hasApt) {
    return `The embedded cluster takes containerd from Debian's packages and found no apt-get: use Debian 12, ${ELSEWHERE}.`;
  }
  if (!machine.go) {
    return `Go is missing: install Go ${GO.join('.')} or newer from https://go.dev/dl and make sure that \`go\` is on the PATH, ${ELSEWHERE}.`;
  }
  const [major, minor] = machine.go;
  if (major < GO[0] || (major === GO[0] && minor < GO[1])) {
    return `Go ${major}.${minor} is too old: install Go ${GO.join('.')} or newer from https://go.dev/dl, ${ELSEWHERE}.`;
  }
  if (!machine.hasPython) {
    return `Python 3 is missing: install it with \`apt-get install python3 python3-venv python3-pip\`, ${ELSEWHERE}.`;
  }
  if (!machine.hasPip) {
    return 'Python 3 has no pip: install it with `apt-get install python3-venv python3-pip`.';
  }
  return undefined;
}

/**
 * Fails with one sentence where the embedded cluster cannot run.
 */
export async function checkMachine() {
  const isLinux = process.platform === 'linux';
  const [go, python] = await Promise.all([goVersion(), pythonOf()]);
  const sentence = obstacle({
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    go,
    ...python,
    hasApt: isLinux && (await missingPackages({ 'apt-get': 'apt' })).length === 0
  });
  if (sentence) {
    throw new ClearError(sentence);
  }
}
