/** The server as a process of its own, as in its pod. */
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { SECRET, createKubeClient, loadKubeConfig } from '@kubeflow-lab/kube';
import { parseAllDocuments } from 'yaml';

import { PASSWORD, personOf } from './load.mjs';

const program = fileURLToPath(new URL('../../server/dist/server.mjs', import.meta.url));
const DEPLOYMENT = new URL('../../deploy/base/server.yaml', import.meta.url);
const PATIENCE_MS = 60_000;

/** @param {string} kubeconfig */
export async function startServer(kubeconfig) {
  await makeKeys(createKubeClient(loadKubeConfig(kubeconfig)));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const env = {
    ...process.env,
    KUBECONFIG: kubeconfig,
    KUBEFLOW_LAB_ORIGIN: origin,
    KUBEFLOW_LAB_NOTEBOOK_DOMAIN: 'localhost',
    KUBEFLOW_LAB_SERVER_URL: origin,
    KUBEFLOW_LAB_IMAGES: '{"jupyter":["localhost/kubeflow-lab-jupyter:0.1.0"]}',
    PORT: String(port)
  };
  let child = await begin(env, origin);
  const stop = () =>
    new Promise(resolve => {
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });
  return {
    origin,
    get pid() {
      return child.pid;
    },
    stop,
    async restart() {
      await stop();
      child = await begin(env, origin);
    },
    /** @param {number} person @returns {Promise<string>} the Cookie header of a session */
    async signIn(person) {
      const answer = await fetch(`${origin}/api/session`, {
        method: 'POST',
        headers: { 'X-Kubeflow-Lab': '1', 'Content-Type': 'application/json' },
        body: JSON.stringify({ username: personOf(person), password: PASSWORD })
      });
      const cookie = answer.headers.getSetCookie()[0];
      if (answer.status !== 200 || cookie === undefined) {
        throw new Error(`Signing in was refused: ${answer.status} ${await answer.text()}`);
      }
      return cookie.split(';')[0];
    },
    /** @param {string} path @param {string} cookie @returns {Promise<{milliseconds: number, text: string}>} */
    async timed(path, cookie) {
      const begun = performance.now();
      const answer = await fetch(`${origin}${path}`, { headers: { Cookie: cookie } });
      const text = await answer.text();
      const milliseconds = performance.now() - begun;
      if (!answer.ok) {
        throw new Error(`${path} was refused: ${answer.status} ${text}`);
      }
      return { milliseconds, text };
    },
    /** @returns {Promise<number>} how many event streams are open */
    async openStreams() {
      const metrics = await (await fetch(`${origin}/metrics`)).text();
      return Number(/^kubeflow_lab_streams_open (\d+)/m.exec(metrics)?.[1]);
    }
  };
}

async function makeKeys(admin) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await admin.apply(SECRET, {
    metadata: { namespace: 'kubeflow-lab', name: 'kubeflow-lab-keys' },
    data: {
      session: Buffer.from(randomBytes(32).toString('base64')).toString('base64'),
      'identity.pem': Buffer.from(pem).toString('base64')
    }
  });
}

/** @returns {Promise<string[]>} the arguments of Node with which the server runs in a cluster */
async function nodeArguments() {
  const objects = parseAllDocuments(await readFile(DEPLOYMENT, 'utf8')).map(each => each.toJS());
  const { spec } = objects.find(({ kind }) => kind === 'Deployment');
  return spec.template.spec.containers[0].command.slice(1, -1);
}

/** A server that is ready: its cache knows the cluster. */
async function begin(env, origin) {
  const child = spawn(process.execPath, [...(await nodeArguments()), program], {
    env,
    stdio: ['ignore', 'pipe', 'inherit']
  });
  let said = '';
  child.stdout.on('data', text => (said = `${said}${text}`.slice(-2000)));
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.ok) {
      return child;
    }
    if (child.exitCode !== null || performance.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`The server did not become ready:\n${said}`);
    }
    await sleep(50);
  }
}

function freePort() {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
