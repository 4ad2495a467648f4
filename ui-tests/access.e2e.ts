import { expect } from '@playwright/test';

import { forgedTokens } from './forged';
import { send, type Answer } from './http';
import { ready } from './jupyterlab';
import { get, kubectl } from './kubectl';
import { account, api, origin } from './platform';
import { probeFrom, type Probe } from './probe';
import { row, signIn } from './spawner';
import { basePath, connect, echo, lab, notebooks, project, received, test } from './two-notebooks';

/** Who may reach a notebook server, and who may not: ada has two, and grace is somebody else. */

const IDENTITY = 'X-Kubeflow-Lab-Identity';

/** Gives grace a role in ada's project until the function that is returned is called. */
async function invite(role: string): Promise<() => Promise<unknown>> {
  const binding = ['-n', project, 'rolebinding', 'guest'];
  await kubectl(['create', ...binding, `--clusterrole=${role}`, '--user=grace']);
  return () => kubectl(['delete', ...binding, '--ignore-not-found']);
}

test.describe('somebody else', () => {
  test('sees nothing of the project, in the app or by the API', async ({ scene }) => {
    const { ada, grace, image } = scene;
    await grace.goto(`${origin}/projects/${project}`);
    await expect(
      grace.getByText('You may not see the notebook servers of project "ada"')
    ).toBeVisible();
    await expect(grace.getByText(lab, { exact: true })).toHaveCount(0);
    const form = { name: 'mine', image, cpu: '1', memory: '1Gi', workspace: { mode: 'none' } };
    const requests: ['GET' | 'POST' | 'DELETE', string, object?][] = [
      ['GET', notebooks],
      ['POST', notebooks, form],
      ['GET', `${notebooks}/${lab}`],
      ['GET', `${notebooks}/${lab}/logs`],
      ['GET', `${notebooks}/${lab}/events`],
      ['POST', `${notebooks}/${lab}/actions/stop`],
      ['POST', `${notebooks}/${lab}/actions/start`],
      ['DELETE', `${notebooks}/${lab}?volume=delete`],
      ['GET', `/api/namespaces/${project}/tfjobs`],
      ['GET', `/api/namespaces/${project}/persistentvolumeclaims`]
    ];
    for (const [method, path, data] of requests) {
      const { status } = await api(grace, method, path, data);
      expect({ method, path, status }).toEqual({ method, path, status: 403 });
    }
    expect((await api(ada, 'GET', `${notebooks}/${lab}`)).body.summary.phase).toBe('Running');
  });

  test('is refused with a page at each address of the server', async ({ scene }) => {
    const { grace, at } = scene;
    const path = basePath(lab);
    for (const address of [`${origin}/connect/${project}/${lab}`, origin + path, at[lab] + path]) {
      const answer = await grace.goto(address);
      expect([address, answer?.status()]).toEqual([address, 403]);
      await expect(
        grace.getByText(`You may not open the notebook server "${lab}" in project "ada"`)
      ).toBeVisible();
    }
  });

  test('is refused by a cookie of before, once access is taken away', async ({ scene }) => {
    const { grace, at } = scene;
    const uninvite = await invite('kubeflow-edit');
    try {
      let cookie = '';
      await expect(async () => {
        ({ cookie } = await connect(grace, lab));
      }).toPass({ timeout: 20_000 });
      const ask = (): Promise<Answer> =>
        send(`${basePath(lab)}api/me`, { to: at[lab], headers: { Cookie: cookie } });
      expect(JSON.parse((await ask()).text).identity.username).toBe('grace');
      await uninvite();
      await expect.poll(async () => (await ask()).status, { timeout: 10_000 }).toBe(403);
      expect(JSON.parse((await ask()).text).detail).toContain('ask its owner for access');
    } finally {
      await uninvite();
    }
  });

  test('is refused by the pod itself, whatever a request says of itself', async ({ scene }) => {
    const { ada, at, image } = scene;
    const { cookie } = await connect(ada, echo);
    const visit = await send(basePath(echo), { to: at[echo], headers: { Cookie: cookie } });
    const stolen = received(visit).get(IDENTITY.toLowerCase())!;
    const [published] = JSON.parse((await send('/.well-known/jwks.json')).text).keys;
    const forged = forgedTokens({ user: 'ada', notebook: `${project}/${lab}` }, published);
    const identities: Record<string, string>[] = [
      ...Object.values(forged).map(token => ({ [IDENTITY]: token })),
      { [IDENTITY]: stolen },
      { [IDENTITY]: '{token}' },
      { Authorization: 'Bearer {token}' },
      { Authorization: 'token ' },
      { 'kubeflow-userid': 'ada' },
      { Cookie: cookie },
      { Origin: at[lab], Referer: at[lab] + basePath(lab), Host: new URL(at[lab]).host }
    ];
    const upgrade = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'MDEyMzQ1Njc4OWFiY2RlZg=='
    };
    const { podIP } = (await get(project, `pod/${lab}-0`)).status;
    const probe = (path: string, more: Partial<Probe> = {}): Probe => ({
      at: `${podIP}:8888`,
      path: basePath(lab) + path,
      ...more
    });
    const pages = 'lab tree login logout metrics files/x nbconvert/html/x lab/api/settings';
    const files = 'static/favicons/favicon.ico custom/custom.css kubeflow-lab/status';
    const calls = 'status me contents contents?token= kernels sessions terminals spec.yaml';
    const refused = [
      ...`${pages} ${files}`.split(' ').map(path => probe(path)),
      ...calls.split(' ').map(path => probe(`api/${path}`)),
      ...['api', 'api/kernels', 'api/terminals'].map(path => probe(path, { method: 'POST' })),
      probe('api/events/subscribe', { headers: upgrade }),
      ...identities.map(headers => probe('api/contents', { headers })),
      { ...probe('lab'), at: `${lab}.${project}.svc` }
    ];
    const [version, ...answers] = await probeFrom('grace', image, [probe('api'), ...refused]);
    expect(version.status).toBe(200);
    expect(Object.keys(JSON.parse(version.text))).toEqual(['version']);
    const seen = refused.map((request, index) => ({ ...request, status: answers[index].status }));
    expect(seen.filter(({ status }) => status !== 403)).toEqual([]);
  });

  test('is refused from another pod by the gateway and by the API', async ({ scene }) => {
    const { at, image } = scene;
    const headers = { Host: new URL(at[lab]).host };
    const authorized = { Authorization: 'Bearer {token}' };
    const server = 'kubeflow-lab-server.kubeflow-lab.svc';
    const notebook = { at: 'traefik.traefik.svc', path: `${basePath(lab)}api/status` };
    const answers = await probeFrom('grace', image, [
      { ...notebook, headers },
      { ...notebook, headers: { ...headers, ...authorized } },
      { at: server, path: notebooks },
      { at: server, path: notebooks, headers: authorized },
      { at: server, path: `${notebooks}/${lab}`, headers: authorized },
      { at: server, path: '/api/namespaces/grace/notebooks', headers: authorized }
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 403, 403, 200]);
  });
});

test.describe('somebody who may look, but change nothing', () => {
  test('sees state and logs, and can neither connect nor change', async ({ scene }) => {
    const { ada, grace } = scene;
    const uninvite = await invite('kubeflow-view');
    try {
      await expect
        .poll(async () => (await api(grace, 'GET', notebooks)).status, { timeout: 20_000 })
        .toBe(200);
      await grace.goto(`${origin}/projects/${project}`);
      const server = row(grace, lab);
      await expect(server).toContainText('Running');
      await expect(server.getByRole('link', { name: /^Connect/ })).toHaveCount(0);
      for (const name of [`Connect to ${lab}`, `Stop ${lab}`, `Delete ${lab}`]) {
        const button = server.getByRole('button', { name });
        await expect(button).toHaveAttribute('aria-disabled', 'true');
        await expect(button).toHaveAccessibleDescription(/^You may look at this project/);
      }
      await expect(grace.getByRole('link', { name: 'New server' })).toHaveCount(0);
      expect((await api(grace, 'GET', `${notebooks}/${lab}/logs`)).status).toBe(200);
      expect((await api(grace, 'POST', `${notebooks}/${lab}/actions/stop`)).status).toBe(403);
      expect((await api(grace, 'DELETE', `${notebooks}/${lab}`)).status).toBe(403);
      const answer = await grace.goto(`${origin}/connect/${project}/${lab}`);
      expect(answer?.status()).toBe(403);
      await expect(grace.getByText('You may not open the notebook server')).toBeVisible();
      expect((await api(ada, 'GET', `${notebooks}/${lab}`)).body.summary.phase).toBe('Running');
    } finally {
      await uninvite();
    }
  });
});

test.describe('somebody who is not signed in', () => {
  test('is led to sign in, and from there to the notebook', async ({ scene, page }) => {
    await page.goto(`${scene.at[lab]}${basePath(lab)}lab?reset`);
    await expect(page.getByRole('heading', { name: 'Sign in to Kubeflow Lab' })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(origin);
    await page.getByLabel('User name').fill('ada');
    await page.getByLabel('Password').fill(account('ada').password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(address => address.origin === scene.at[lab]);
    expect(new URL(page.url()).pathname).toBe(`${basePath(lab)}lab`);
    await ready(page);
  });

  test('gets 401 from every API', async ({ scene }) => {
    const { at } = scene;
    for (const path of [notebooks, `${notebooks}/${lab}`, '/api/session', '/api/stream']) {
      const { status, headers } = await send(path);
      const type = headers['content-type'];
      expect({ path, status, type }).toMatchObject({ path, status: 401 });
      expect(type).toContain('application/problem+json');
    }
    const forged = ['kubeflow-lab-session=x', 'kubeflow-lab-notebook=e30.e30.e30'];
    for (const headers of [{}, ...forged.map(Cookie => ({ Cookie }))]) {
      const answer = await send(`${basePath(lab)}api/contents`, { to: at[lab], headers });
      expect(answer.status).toBe(401);
      expect(JSON.parse(answer.text).detail).toContain('from the platform first');
    }
  });

  test('loses the web sockets that were open when they sign out', async ({ scene, page }) => {
    await signIn(page, 'ada');
    const notebook = await page.context().newPage();
    await notebook.goto(`${origin}/connect/${project}/${lab}`);
    await ready(notebook);
    await notebook.evaluate(path => {
      const state = window as unknown as { socketClosed: Promise<number> };
      const socket = new WebSocket(`ws://${location.host}${path}api/events/subscribe`);
      state.socketClosed = new Promise(resolve => {
        socket.onclose = ({ code }) => resolve(code);
      });
      return new Promise(resolve => (socket.onopen = resolve));
    }, basePath(lab));
    expect(scene.at[lab]).toBe(new URL(notebook.url()).origin);
    await page.getByRole('button', { name: 'Account of ada' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    const code = await notebook.evaluate(
      () => (window as unknown as { socketClosed: Promise<number> }).socketClosed
    );
    expect(code).toBe(1008);
  });

  test('has no way back into a notebook after signing out', async ({ scene, page }) => {
    await signIn(page, 'ada');
    const { cookie } = await connect(page, lab);
    const status = async (): Promise<number> =>
      (await send(`${basePath(lab)}api/status`, { to: scene.at[lab], headers: { Cookie: cookie } }))
        .status;
    expect(await status()).toBe(200);
    await page.getByRole('button', { name: 'Account of ada' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in to Kubeflow Lab' })).toBeVisible();
    await expect.poll(status, { timeout: 10_000 }).toBe(401);
  });
});
