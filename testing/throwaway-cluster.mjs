/**
 * The cluster of one test run: started beside whatever else runs, and removed however the run ends.
 */
import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** @returns {Promise<number>} a port of the loopback that is free now */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** @param {string} root @param {string[]} words @param {string} log @returns {Promise<number>} exit code */
function launcher(root, words, log) {
  return new Promise((resolve, reject) => {
    const output = openSync(log, 'a');
    const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', output, output] });
    child.once('error', reject);
    child.once('close', code => resolve(code ?? 1));
  });
}

/**
 * @param {string} root the checkout @param {string} reports folder for its log
 * @returns {Promise<Record<string, string>>} the environment that points tests to it
 */
export async function startCluster(root, name, reports) {
  const port = await freePort();
  const answer = join(reports, 'cluster.json');
  const log = join(reports, 'cluster-start.log');
  const words = [
    'cluster/start.mjs',
    '--name',
    name,
    '--port',
    String(port),
    '--throwaway',
    '--detach',
    '--wait-all',
    '--json',
    answer
  ];
  const code = await launcher(root, words, log);
  if (code !== 0) {
    throw new Error(`The throw-away cluster did not start (exit code ${code}); see ${log}.`);
  }
  const { origin, kubeconfig, accounts } = JSON.parse(readFileSync(answer, 'utf8'));
  return {
    KUBECONFIG: kubeconfig,
    KUBEFLOW_LAB_TEST_ORIGIN: origin,
    KUBEFLOW_LAB_TEST_ACCOUNTS: JSON.stringify(accounts),
    KUBEFLOW_LAB_TEST_CLUSTER: name
  };
}

/** @param {string} root @param {string} name @param {string} reports @returns {Promise<boolean>} whether nothing of it is left */
export async function removeCluster(root, name, reports) {
  const log = join(reports, 'cluster-stop.log');
  const stopped = await launcher(root, ['cluster/stop.mjs', '--name', name, '--purge'], log);
  const clean = await launcher(root, ['cluster/verify-clean.mjs', '--name', name], log);
  return stopped === 0 && clean === 0;
}
