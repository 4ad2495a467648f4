import { readFile } from 'node:fs/promises';
import { request } from 'node:https';

/**
 * @typedef {object} Api
 * @property {(method: string, path: string, body?: unknown, contentType?: string) => Promise<{ status: number, body: any }>} call
 *   `body` of the answer is an object where the server sent JSON, else text
 */

/**
 * The Kubernetes API as seen by a kubeconfig that holds its certificates itself, as ours do.
 * It is for what the cluster does to itself before anything else runs; programs use `kube/`.
 * @param {string} kubeconfigFile
 * @returns {Promise<Api>}
 */
export async function apiOf(kubeconfigFile) {
  const config = JSON.parse(await readFile(kubeconfigFile, 'utf8'));
  const { server, 'certificate-authority-data': ca } = config.clusters[0].cluster;
  const { 'client-certificate-data': certificate, 'client-key-data': key } = config.users[0].user;
  const pem = (/** @type {string} */ text) => Buffer.from(text, 'base64');
  return {
    call: (method, path, body, contentType = 'application/json') =>
      new Promise((resolve, reject) => {
        const outgoing = request(
          new URL(path, server),
          {
            method,
            ca: pem(ca),
            cert: pem(certificate),
            key: pem(key),
            timeout: 10_000,
            headers: body === undefined ? {} : { 'content-type': contentType }
          },
          answer => {
            /** @type {Buffer[]} */
            const chunks = [];
            answer.on('data', chunk => chunks.push(chunk));
            answer.on('error', reject);
            answer.on('end', () => {
              const text = Buffer.concat(chunks).toString('utf8');
              const isJson = answer.headers['content-type']?.startsWith('application/json');
              resolve({ status: answer.statusCode ?? 0, body: isJson ? JSON.parse(text) : text });
            });
          }
        );
        outgoing.on('timeout', () =>
          outgoing.destroy(new Error(`${method} ${path} had no answer for 10 s`))
        );
        outgoing.on('error', reject);
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      })
  };
}

/**
 * Whether the API server says that all of it works.
 * @param {Api} api
 * @returns {Promise<boolean>}
 */
export async function isApiReady(api) {
  try {
    return (await api.call('GET', '/readyz')).status === 200;
  } catch {
    // Not listening yet is the same answer as not ready yet.
    return false;
  }
}

/**
 * Whether a node is Ready, and its kubelet has given a sign of life since the given time. What was said
 * before an interruption counts for nothing, and a kubelet that finds everything as it was repeats its
 * word only after a while; its lease it renews at once.
 * @param {Api} api
 * @param {string} nodeName
 * @param {number} since milliseconds
 * @returns {Promise<boolean>}
 */
export async function isNodeReady(api, nodeName, since) {
  try {
    const [node, lease] = await Promise.all([
      api.call('GET', `/api/v1/nodes/${nodeName}`),
      api.call('GET', `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${nodeName}`)
    ]);
    const ready = node.body?.status?.conditions?.find(
      (/** @type {any} */ condition) => condition.type === 'Ready'
    );
    return ready?.status === 'True' && Date.parse(lease.body?.spec?.renewTime) >= since;
  } catch {
    // The API server may be away for a moment; the next call tells.
    return false;
  }
}
