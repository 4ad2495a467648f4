import { test as base, expect, type Page } from '@playwright/test';

import { cookiesFor, send, type Answer } from './http';
import { create, notebook, remove } from './kubectl';
import { api, origin } from './platform';
import { row, signIn } from './spawner';

/**
 * Two running notebook servers in ada's project, made once for the tests of a file: a JupyterLab of ours, and
 * one that answers what it received, and has a service worker for whoever takes it, as a hostile notebook may.
 */

export const project = 'ada';
export const lab = 'private';
export const echo = 'echo';

const ECHO = `
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Echo(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        kind = 'text/javascript' if self.path.endswith('.js') else 'application/json'
        self.send_header('Content-Type', kind)
        self.send_header('Service-Worker-Allowed', '/')
        self.end_headers()
        if self.path.endswith('.js'):
            self.wfile.write(b'onfetch = event => event.respondWith(new Response("taken over"));')
            return
        received = {'path': self.path, 'headers': self.headers.items()}
        self.wfile.write(json.dumps(received).encode())
    do_POST = do_GET
ThreadingHTTPServer(('', 8888), Echo).serve_forever()
`;

export interface Scene {
  /** Signed in, on a page of their own. */
  ada: Page;
  grace: Page;
  image: string;
  /** The origin of each server. */
  at: { [lab]: string; [echo]: string };
}

export const basePath = (name: string): string => `/notebook/${project}/${name}/`;
export const notebooks = `/api/namespaces/${project}/notebooks`;

/** The way from the platform to a notebook that Connect goes, without a browser: where it leads, and the cookie. */
export async function connect(
  page: Page,
  name: string
): Promise<{ origin: string; cookie: string }> {
  const headers = { Cookie: await cookiesFor(page, origin) };
  const asked = await send(`/connect/${project}/${name}`, { headers });
  expect(asked.status).toBe(302);
  const to = new URL(asked.headers.location!);
  const opened = await send(to.pathname + to.search, { to: to.origin });
  expect(opened.status).toBe(302);
  const [cookie] = opened.headers['set-cookie']![0].split(';');
  return { origin: to.origin, cookie };
}

/** The headers that the echo server received, by their names in lower case. */
export function received({ status, text }: Pick<Answer, 'status' | 'text'>): Map<string, string> {
  expect(status).toBe(200);
  const headers = JSON.parse(text).headers as [string, string][];
  return new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
}

async function makeServers(ada: Page, image: string): Promise<void> {
  const form = { name: lab, image, cpu: '0.5', memory: '1Gi', workspace: { mode: 'none' } };
  expect((await api(ada, 'POST', notebooks, form)).status).toBe(201);
  await create(notebook(project, echo, { image, command: ['python', '-c', ECHO] }), 'ada');
  for (const name of [lab, echo]) {
    await expect(row(ada, name)).toContainText('Running', { timeout: 120_000 });
  }
}

/** Waits until the gateway leads to a server; gives its origin. */
async function reachable(ada: Page, name: string): Promise<string> {
  let opened = '';
  await expect(async () => {
    const { origin: to, cookie } = await connect(ada, name);
    const answer = await send(`${basePath(name)}api/status`, { to, headers: { Cookie: cookie } });
    expect(answer.status).toBe(200);
    opened = to;
  }).toPass({ timeout: 60_000 });
  return opened;
}

export const test = base.extend<object, { scene: Scene }>({
  scene: [
    async ({ browser }, use) => {
      const contexts = await Promise.all([browser.newContext(), browser.newContext()]);
      const [ada, grace] = await Promise.all(contexts.map(context => context.newPage()));
      try {
        await signIn(ada, 'ada');
        await signIn(grace, 'grace');
        const image = (await api(ada, 'GET', '/api/settings')).body.images.jupyter[0] as string;
        await makeServers(ada, image);
        const at = { [lab]: await reachable(ada, lab), [echo]: await reachable(ada, echo) };
        await use({ ada, grace, image, at });
      } finally {
        await remove(project, `notebook/${lab}`, `notebook/${echo}`);
        await Promise.all(contexts.map(context => context.close()));
      }
    },
    { scope: 'worker', timeout: 4 * 60_000 }
  ]
});
