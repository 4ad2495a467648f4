import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { expect, test, type Page } from '@playwright/test';

import { cookiesFor, send } from './http';
import { ready } from './jupyterlab';
import { create, get, kubectl, remove } from './kubectl';
import { picture } from './picture';
import { account, api, origin } from './platform';
import { signIn } from './spawner';

/** Links from elsewhere that open a git repository, and what such links may not do. */

const project = 'ada';
const server = 'opened';
const gitPod = 'git-server';
const notebooks = `/api/namespaces/${project}/notebooks`;
const base = `/notebook/${project}/${server}/`;

const WEEK = JSON.stringify({
  cells: [{ cell_type: 'markdown', id: 'a', metadata: {}, source: '# A lesson from elsewhere' }],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5
});

/** Makes a repository in the pod, and serves it. */
const SERVE = `
cd /tmp && git init --quiet --bare --initial-branch=main course.git && git clone --quiet course.git work && cd work
printf %s "$WEEK" > week1.ipynb && git add . && git checkout --quiet -B main
git -c user.name=t -c user.email=t@example.org commit --quiet -m week1 && git push --quiet origin main
mkdir /tmp/served && mv /tmp/course.git /tmp/served/
exec python -c "$SERVER" /tmp/served 8443
`;

const link = (fields: Record<string, string>): string =>
  `${origin}/open?${new URLSearchParams(fields).toString()}`;

/** Starts a git server in the cluster; gives the address of its repository. */
async function serveRepository(image: string): Promise<string> {
  const source = fileURLToPath(new URL('../kubeflow_lab/tests/git_server.py', import.meta.url));
  const env = [
    { name: 'SERVER', value: await readFile(source, 'utf8') },
    { name: 'WEEK', value: WEEK }
  ];
  const readinessProbe = { tcpSocket: { port: 8443 }, periodSeconds: 1 };
  const command = ['sh', '-euc', SERVE];
  const container = { name: 'git', image, imagePullPolicy: 'IfNotPresent', command, env };
  await create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: gitPod, namespace: project },
    spec: { terminationGracePeriodSeconds: 0, containers: [{ ...container, readinessProbe }] }
  });
  const wait = ['wait', '--namespace', project, '--for=condition=Ready', '--timeout=120s'];
  await kubectl([...wait, `pod/${gitPod}`]);
  return `https://${(await get(project, `pod/${gitPod}`)).status.podIP}:8443/course.git`;
}

/** A server that is stopped, and takes the certificate of the git server for good. */
async function makeServer(page: Page, image: string): Promise<void> {
  const env = [{ name: 'GIT_SSL_NO_VERIFY', value: 'true' }];
  const size = { cpu: '0.3', memory: '1Gi', workspace: { mode: 'none' } };
  const made = await api(page, 'POST', notebooks, { name: server, image, ...size, env });
  expect(made.status).toBe(201);
  expect((await api(page, 'POST', `${notebooks}/${server}/actions/stop`)).status).toBe(200);
}

test('a link opens a notebook of a repository once the person agrees, and by nothing else', async ({
  page,
  browser
}) => {
  const setUp = await (await browser.newContext()).newPage();
  await signIn(setUp, 'ada');
  const image = (await api(setUp, 'GET', '/api/settings')).body.images.jupyter[0] as string;
  try {
    await makeServer(setUp, image);
    const git = await serveRepository(image);

    await page.goto(link({ git, branch: 'main', path: 'week1.ipynb', project, server }));
    const { password } = account('ada');
    await page.getByLabel('User name').fill('ada');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'Open a repository' })).toBeVisible();
    for (const text of [git, new URL(git).host, 'main', 'week1.ipynb', '~/course']) {
      await expect(page.getByText(text, { exact: true })).toBeVisible();
    }
    await expect(page.getByText(`The server ${server} is started`)).toBeVisible();
    const before = await get(project, `notebook/${server}`);
    expect(before.metadata.annotations['kubeflow-resource-stopped']).toBeTruthy();

    await page.getByRole('button', { name: 'Fetch and open' }).click();
    await page.waitForURL(url => url.pathname === `${base}lab/tree/course/week1.ipynb`, {
      timeout: 180_000
    });
    await ready(page);
    await expect(page.getByRole('heading', { name: 'A lesson from elsewhere' })).toBeVisible();

    await test.step('no link and no other site has one fetched', async () => {
      const to = new URL(page.url()).origin;
      const headers = { Cookie: await cookiesFor(page, page.url()) };
      const path = `${base}kubeflow-lab/repository`;
      const body = JSON.stringify({ git });
      const query = new URLSearchParams({ git, repo: git }).toString();
      expect((await send(`${path}?${query}`, { to, headers })).status).toBe(405);
      // nbgitpuller's own page acts by a link, and so is not there.
      expect((await send(`${base}git-pull?${query}`, { to, headers })).status).toBe(404);
      const post = { to, method: 'POST', body };
      expect((await send(path, { ...post, headers })).status).toBe(403);
      const foreign = { ...headers, Origin: 'https://evil.example' };
      expect((await send(path, { ...post, headers: foreign })).status).toBe(403);

      const platform = {
        Cookie: await cookiesFor(page, origin),
        'Content-Type': 'application/json'
      };
      const action = `${notebooks}/${server}/actions/open`;
      const attempts: Record<string, string>[] = [
        {},
        { 'X-Kubeflow-Lab': '1', Origin: 'https://evil.example' }
      ];
      for (const more of attempts) {
        const tried = await send(action, {
          method: 'POST',
          body,
          headers: { ...platform, ...more }
        });
        expect(tried.status).toBe(403);
      }
      const framed = (await send(`/open?${query}`, { headers: platform })).headers;
      expect(String(framed['content-security-policy'])).toContain("frame-ancestors 'none'");
    });
  } finally {
    await remove(project, `notebook/${server}`, `pod/${gitPod}`);
    await setUp.context().close();
  }
});

test('links that would run or read something else are refused before anything is done', async ({
  page
}) => {
  await signIn(page, 'ada');
  const git = 'https://git.example.org/course';
  await page.goto(link({ git, path: 'week1/intro.ipynb' }));
  await expect(page.getByRole('button', { name: 'Fetch and open' })).toBeEnabled();
  await picture(page, 'open-light');
  const hostile: Record<string, string>[] = [
    { git: 'javascript:alert(document.domain)' },
    { git: 'file:///etc/passwd' },
    { git: 'ssh://-oProxyCommand=touch%20x/course' },
    { git: 'ext::sh -c touch% x' },
    { git: '--upload-pack=touch x' },
    { git: 'https://ada:secret@git.example.org/course' },
    { git, branch: '--upload-pack=touch x' },
    { git, path: '../../.ssh/id_rsa' }
  ];
  for (const fields of hostile) {
    await page.goto(link(fields));
    await expect(page.getByRole('alert')).toContainText('This link cannot be opened.');
    await expect(page.getByRole('button', { name: 'Fetch and open' })).toHaveCount(0);
  }
});
