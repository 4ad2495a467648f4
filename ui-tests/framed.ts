import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/**
 * Kubeflow's central dashboard as far as the web app meets it: a page that shows one path of its own host in a frame and
 * tells it by messages what is selected. The web app is of a server of the test's own, which knows the dashboard and
 * works on the cluster under test with the keys and accounts of the installed one.
 */

const PAGE = `<!doctype html>
<title>Dashboard</title>
<style>body { margin: 0; } iframe { width: 100%; height: calc(100vh - 40px); border: 0; }</style>
<select aria-label="Namespace">
  <option>ada</option>
  <option>grace</option>
  <option value="">All namespaces</option>
</select>
<iframe src="/jupyter/"></iframe>
<script>
  const select = document.querySelector('select');
  const app = document.querySelector('iframe').contentWindow;
  const tell = (type, value) => app.postMessage({ type, value }, location.origin);
  const tellSelected = () =>
    select.value ? tell('namespace-selected', select.value) : tell('all-namespaces', ['ada', 'grace']);
  select.addEventListener('change', tellSelected);
  addEventListener('message', ({ data, origin, source }) => {
    if (source === app && origin === location.origin && data.type === 'iframe-connected') {
      tell('parent-connected', null);
      tellSelected();
    }
  });
</script>
`;

export interface Framed {
  /** The origin of the dashboard that the server knows, of another one, and of the web app. */
  dashboard: string;
  stranger: string;
  app: string;
  end(): Promise<void>;
}

/** @param handler answers what is asked for at a path: status, headers and text */
async function listen(
  handler: (path: string) => Promise<[number, Record<string, string>, string]>
): Promise<{ http: Server; origin: string }> {
  const http = createServer((request, response) => {
    handler(request.url ?? '').then(
      ([status, headers, text]) => response.writeHead(status, headers).end(text),
      (error: Error) => response.writeHead(502).end(error.message)
    );
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  return { http, origin: `http://localhost:${(http.address() as AddressInfo).port}` };
}

async function freePort(): Promise<number> {
  const { http, origin } = await listen(() =>
    Promise.reject(new Error('Only a port is asked for.'))
  );
  await new Promise(resolve => http.close(resolve));
  return Number(new URL(origin).port);
}

/** Resolves when the server follows the cluster; throws what it logged where it ends before. */
async function ready(server: ChildProcess, app: string): Promise<void> {
  let log = '';
  server.stdout?.on('data', part => (log += String(part)));
  const ended = once(server, 'exit').then(() => {
    throw new Error(`The server has ended: ${log}`);
  });
  const follows = new Promise<void>(resolve => {
    server.stdout?.on('data', () => {
      if (log.includes('"msg":"ready"')) {
        resolve();
      }
    });
  });
  await Promise.race([follows, ended]);
  if (!(await fetch(`${app}/readyz`)).ok) {
    throw new Error(`The server is not ready: ${log}`);
  }
}

/** Starts the dashboards and the server. */
export async function startFramed(): Promise<Framed> {
  const port = await freePort();
  const app = `http://localhost:${port}`;
  const answer = async (path: string): Promise<[number, Record<string, string>, string]> => {
    const [, inFrame] = /^\/jupyter(\/.*)$/.exec(path) ?? [];
    if (inFrame === undefined) {
      return [200, { 'Content-Type': 'text/html' }, PAGE];
    }
    const passed = await fetch(`${app}/dashboard${inFrame}`);
    const kept = ['content-type', 'content-security-policy'].map(
      name => [name, passed.headers.get(name) ?? ''] as const
    );
    return [passed.status, Object.fromEntries(kept), await passed.text()];
  };
  const [known, unknown] = await Promise.all([listen(answer), listen(answer)]);
  const server = spawn(
    process.execPath,
    [fileURLToPath(new URL('../server/dist/server.mjs', import.meta.url))],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        PORT: String(port),
        KUBEFLOW_LAB_ORIGIN: app,
        KUBEFLOW_LAB_NOTEBOOK_DOMAIN: 'localhost',
        KUBEFLOW_LAB_SERVER_URL: app,
        KUBEFLOW_LAB_DASHBOARDS: known.origin
      }
    }
  );
  const end = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      const exit = once(server, 'exit');
      server.kill();
      await exit;
    }
    for (const { http } of [known, unknown]) {
      http.closeAllConnections();
      http.close();
    }
  };
  try {
    await ready(server, app);
  } catch (error) {
    await end();
    throw error;
  }
  return { dashboard: known.origin, stranger: unknown.origin, app, end };
}
