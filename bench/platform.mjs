/** A running platform for a benchmark, and a signed-in person on it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/**
 * Starts (or finds running) an embedded platform.
 * @param {string} name of the cluster @param {number} port
 * @returns {Promise<{origin: string, kubeconfig: string, accounts: {user: string, password: string}[], seconds: number}>}
 *   `seconds`: from the command to the address
 */
export async function startPlatform(name, port, extra = []) {
  const folder = mkdtempSync(join(tmpdir(), 'kubeflow-lab-bench-'));
  const answer = join(folder, 'answer.json');
  try {
    await run(
      process.execPath,
      [
        'cluster/start.mjs',
        '--name',
        name,
        '--port',
        String(port),
        '--detach',
        '--json',
        answer,
        ...extra
      ],
      { cwd: root, maxBuffer: 2 ** 26 }
    );
    return JSON.parse(readFileSync(answer, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} name @param {boolean} purge whether its data goes too */
export async function stopPlatform(name, purge) {
  await run(process.execPath, ['cluster/stop.mjs', '--name', name, ...(purge ? ['--purge'] : [])], {
    cwd: root
  });
}

/**
 * A browser's worth of HTTP: keeps cookies per host, never follows redirects, and reaches every
 * `*.localhost` name on the loopback, as browsers do and resolvers may not.
 */
export class Visitor {
  /** @type {Map<string, Map<string, string>>} */
  #cookies = new Map();

  /**
   * @param {string} url @param {{method?: string, body?: unknown, headers?: Record<string, string>}} [options]
   * @returns {Promise<{status: number, headers: import('node:http').IncomingHttpHeaders, text: string, json: () => any}>}
   */
  async fetch(url, { method = 'GET', body, headers = {} } = {}) {
    const { hostname, port, host, pathname, search } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map();
    this.#cookies.set(host, jar);
    const payload = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: hostname.endsWith('localhost') ? '127.0.0.1' : hostname,
          port,
          path: pathname + search,
          method,
          headers: {
            Host: host,
            'X-Kubeflow-Lab': '1',
            ...(payload
              ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(payload) }
              : {}),
            ...(jar.size ? { Cookie: this.cookie(url) } : {}),
            ...headers
          }
        },
        response => {
          for (const cookie of response.headers['set-cookie'] ?? []) {
            const [pair] = cookie.split(';');
            const [key, ...value] = pair.split('=');
            jar.set(key, value.join('='));
          }
          let text = '';
          response.setEncoding('utf8');
          response.on('data', chunk => (text += chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              json: () => JSON.parse(text)
            })
          );
        }
      );
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  }

  /** The Cookie header that an address would get. @param {string} url @returns {string} */
  cookie(url) {
    const jar = this.#cookies.get(new URL(url).host) ?? new Map();
    return [...jar].map(([key, value]) => `${key}=${value}`).join('; ');
  }

  /** @param {string} origin @param {{user: string, password: string}} account */
  async signIn(origin, { user, password }) {
    const answer = await this.fetch(`${origin}/api/session`, {
      method: 'POST',
      body: { username: user, password }
    });
    if (answer.status !== 200) {
      throw new Error(`Signing in as ${user} failed: ${answer.status} ${answer.text}`);
    }
  }

  /** Opens a notebook as the Connect button does, so that its own origin knows the visitor. @returns {Promise<string>} the notebook's origin */
  async connect(origin, namespace, name) {
    const handOver = await this.fetch(`${origin}/connect/${namespace}/${name}`);
    const withCode = handOver.headers.location;
    if (!withCode) {
      throw new Error(
        `Connect to ${namespace}/${name} was refused: ${handOver.status} ${handOver.text}`
      );
    }
    await this.fetch(withCode);
    return new URL(withCode).origin;
  }
}
