import { expect, type Page } from '@playwright/test';

import { forgedTokens } from './forged';
import { shownInFrame } from './frame';
import { cookiesFor, send } from './http';
import { api, origin, type Json } from './platform';
import { basePath, connect, echo, lab, notebooks, project, received, test } from './two-notebooks';

/** What a notebook's page and its server can do to the platform, and what a request can be made to look like. */

const IDENTITY = 'X-Kubeflow-Lab-Identity';

/** What the identity token that the gateway gave says; the pod has checked it. */
function claimsOf(token: string): { sub: string; aud: string } {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString('utf8'));
}

test.describe('what the gateway forwards to a notebook', () => {
  test('holds who it is, and neither our cookies nor what the client says it is', async ({
    scene
  }) => {
    const { ada, at } = scene;
    const { cookie } = await connect(ada, echo);
    const [published] = JSON.parse((await send('/.well-known/jwks.json')).text).keys;
    const forged = forgedTokens({ user: 'root', notebook: `${project}/${echo}` }, published);
    for (const token of Object.values(forged)) {
      const session = await cookiesFor(ada, origin);
      const headers = {
        Cookie: `mine=1; ${session}; ${cookie}; other=2`,
        Authorization: 'Bearer of-the-platform',
        [IDENTITY]: token,
        X_Kubeflow_Lab_Identity: token,
        'kubeflow-userid': 'root'
      };
      const seen = received(await send(basePath(echo), { to: at[echo], headers }));
      expect(seen.get('cookie')).toBe('mine=1; other=2');
      expect(seen.get('authorization')).toBeUndefined();
      expect(seen.get('x_kubeflow_lab_identity')).toBeUndefined();
      const identity = seen.get(IDENTITY.toLowerCase())!;
      expect(identity).not.toContain(token);
      expect(claimsOf(identity)).toMatchObject({ sub: 'ada', aud: `${project}/${echo}` });
      expect(JSON.stringify([...seen])).not.toMatch(/kubeflow-lab-(session|notebook|code)/);
    }
  });

  test('is nothing where the headers only claim an identity', async ({ scene }) => {
    const { at } = scene;
    const [published] = JSON.parse((await send('/.well-known/jwks.json')).text).keys;
    const forged = forgedTokens({ user: 'ada', notebook: `${project}/${echo}` }, published);
    const claims: Record<string, string>[] = [
      ...Object.values(forged).map(token => ({ [IDENTITY]: token })),
      { 'kubeflow-userid': 'ada', 'X-Forwarded-User': 'ada' },
      { 'X-Forwarded-Host': new URL(origin).host, 'X-Forwarded-Uri': '/api/settings' },
      { 'X-Forwarded-Uri': '/api/settings', 'X-Original-Uri': '/', 'X-Rewrite-Url': '/' }
    ];
    for (const headers of claims) {
      const answer = await send(`${basePath(echo)}api`, { to: at[echo], headers });
      expect([headers, answer.status]).toEqual([headers, 401]);
    }
  });
});

test.describe('the address of a request', () => {
  test('leads to its own notebook or nowhere', async ({ scene }) => {
    const { ada, at } = scene;
    const { cookie } = await connect(ada, lab);
    const headers = { Cookie: cookie };
    const own = basePath(lab);
    const other = basePath(echo);
    const paths = [
      `${own}../${echo}/`,
      `${own}..%2f${echo}/`,
      `${own}%2e%2e/${echo}/`,
      `${own}%2E%2E%2F${echo}/`,
      `${own}%252e%252e/${echo}/`,
      `${own}..\\${echo}\\`,
      `${own}..%5c${echo}/`,
      `${own}x/../../../../api/settings`,
      `/notebook/${project}%2f${echo}/`,
      `/notebook//${project}/${echo}/`,
      `//notebook/${project}/${echo}/`,
      `/notebook/${project}/./${echo}/`,
      `/%6eotebook/${project}/${echo}/`,
      `/notebook/${project.toUpperCase()}/${echo}/`,
      other,
      notebooks,
      '/'
    ];
    for (const path of paths) {
      const answer = await send(path, { to: at[lab], headers });
      // A page of the notebook itself answers what is below its own path, and knows no such file.
      expect([400, 404], path).toContain(answer.status);
      expect(answer.text).not.toContain('"headers"');
    }
  });

  test('on the platform is no way past Connect', async ({ scene }) => {
    const { ada } = scene;
    const headers = { Cookie: await cookiesFor(ada, origin) };
    const answer = await send(`${basePath(echo)}x?y=1`, { headers });
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe(`${origin}/connect/${project}/${echo}?path=x%3Fy%3D1`);
    for (const path of [
      `/api/..${basePath(echo)}`,
      `/api/%2e%2e${basePath(echo)}`,
      `/.${basePath(echo)}`
    ]) {
      const tried = await send(path, { headers });
      expect(tried.text, path).not.toContain('"headers"');
    }
  });
});

test.describe('script in a page of a notebook', () => {
  /** Sends a request from a page as its script could; gives the cookies that the browser added. */
  async function sentBy(page: Page, address: string, init: RequestInit): Promise<string> {
    const [request] = await Promise.all([
      page.waitForRequest(address),
      page.evaluate(
        ([url, options]) => fetch(url, options).catch((error: Error) => error.message),
        [address, init] as const
      )
    ]);
    return (await request.allHeaders()).cookie ?? '';
  }

  const canRead = (page: Page, address: string): Promise<boolean> =>
    page.evaluate(
      url =>
        fetch(url, { credentials: 'include' }).then(
          () => true,
          () => false
        ),
      address
    );

  test('has no session of the platform, and can neither read nor change it', async ({ scene }) => {
    const { ada, at } = scene;
    const neighbour = `${at[lab]}${basePath(lab)}api/contents`;
    const page = await ada.context().newPage();
    try {
      expect(
        (await page.goto(`${origin}/connect/${project}/${lab}?path=api/contents`))?.status()
      ).toBe(200);
      expect(page.url()).toBe(neighbour);
      const opened = await page.goto(`${origin}/connect/${project}/${echo}?path=x`);
      expect(page.url()).toBe(`${at[echo]}${basePath(echo)}x`);
      const seen = received({ status: opened!.status(), text: await opened!.text() });
      expect(JSON.stringify([...seen])).not.toMatch(/kubeflow-lab-(session|notebook|code)/);
      expect(claimsOf(seen.get(IDENTITY.toLowerCase())!).sub).toBe('ada');
      expect(await page.evaluate(() => document.cookie)).not.toContain('kubeflow-lab');
      // What the browser itself sent, before the gateway took anything out.
      const sent = (await opened!.request().allHeaders()).cookie;
      expect(sent).toContain('kubeflow-lab-notebook=');
      expect(sent).not.toContain('kubeflow-lab-session');

      expect(await canRead(page, page.url())).toBe(true);
      expect(await canRead(page, `${origin}/api/session`)).toBe(false);
      expect(await canRead(page, neighbour)).toBe(false);

      const blind: RequestInit = { mode: 'no-cors', credentials: 'include' };
      const form = { method: 'POST', body: '{"name":"planted"}' };
      for (const address of [`${origin}/api/session`, origin + notebooks, neighbour]) {
        expect(await sentBy(page, address, blind)).not.toContain('kubeflow-lab-');
        expect(await sentBy(page, address, { ...blind, ...form })).not.toContain('kubeflow-lab-');
      }
      const { items } = (await api(ada, 'GET', notebooks)).body;
      const names = items.map((item: Json) => item.object.metadata.name);
      expect(names.sort()).toEqual([echo, lab]);
    } finally {
      await page.close();
    }
  });

  test('leaves a service worker at its own origin only', async ({ scene }) => {
    const { ada, at } = scene;
    const context = await ada.context().browser()!.newContext();
    await context.addCookies(await ada.context().cookies());
    const page = await context.newPage();
    const register = (script: string, scope: string): Promise<string> =>
      page.evaluate(
        ([url, options]) =>
          navigator.serviceWorker.register(url, options).then(
            ({ scope: given }) => given,
            (error: Error) => error.name
          ),
        [script, { scope }] as const
      );
    const workers = (): Promise<number> =>
      page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
    try {
      await page.goto(`${origin}/connect/${project}/${echo}?path=x`);
      expect(page.url()).toBe(`${at[echo]}${basePath(echo)}x`);
      const script = `${basePath(echo)}worker.js`;
      for (const foreign of [origin, at[lab]]) {
        expect(await register(`${foreign}${script}`, '/')).toBe('SecurityError');
        expect(await register(script, `${foreign}/`)).toBe('SecurityError');
      }
      expect(await workers()).toBe(0);
      // Where it may, it does: so the refusals above are the browser's, and not a mistake of this test.
      expect(await register(script, '/')).toBe(`${at[echo]}/`);
      await page.evaluate(() => navigator.serviceWorker.ready);
      await page.reload();
      await expect(page.getByText('taken over')).toBeVisible();

      await page.goto(origin);
      await expect(page.getByRole('heading', { name: 'Notebook servers' })).toBeVisible();
      expect(await workers()).toBe(0);
      expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
      await page.goto(`${origin}/connect/${project}/${lab}?path=api/contents`);
      expect(await workers()).toBe(0);
    } finally {
      await context.close();
    }
  });

  test('shows neither the platform nor another notebook in a frame', async ({ scene }) => {
    const { ada, at } = scene;
    const page = await ada.context().newPage();
    const framed = (address: string): Promise<string> => shownInFrame(page, address);
    try {
      await page.goto(`${origin}/connect/${project}/${echo}?path=x`);
      expect(await framed(`${at[echo]}${basePath(echo)}y`)).toBe(`${at[echo]}${basePath(echo)}y`);
      for (const address of [
        origin,
        `${origin}/open?git=https://git.example.org/course`,
        `${origin}/projects/${project}`,
        `${origin}/connect/${project}/${lab}?path=lab`,
        `${at[lab]}${basePath(lab)}lab`
      ]) {
        expect([address, await framed(address)]).toEqual([
          address,
          'chrome-error://chromewebdata/'
        ]);
      }
    } finally {
      await page.close();
    }
  });

  test('calls no method of the API, whatever headers it sends', async ({ scene }) => {
    const { ada } = scene;
    const page = await ada.context().newPage();
    const called = (path: string, init: RequestInit): Promise<string> =>
      page.evaluate(
        ([url, options]) =>
          fetch(url, options).then(
            ({ status }) => `answered ${status}`,
            (error: Error) => error.name
          ),
        [origin + path, { credentials: 'include', ...init }] as const
      );
    try {
      await page.goto(`${origin}/connect/${project}/${echo}?path=x`);
      const headers = { 'X-Kubeflow-Lab': '1', 'Content-Type': 'application/json' };
      const body = JSON.stringify({ git: 'https://git.example.org/course' });
      const attempts: [string, RequestInit][] = [
        ['/api/session', {}],
        [`${notebooks}/${lab}/actions/stop`, { method: 'POST', headers }],
        [`${notebooks}/${lab}/actions/open`, { method: 'POST', headers, body }],
        [`${notebooks}/${lab}`, { method: 'DELETE', headers }]
      ];
      for (const [path, init] of attempts) {
        expect([path, await called(path, init)]).toEqual([path, 'TypeError']);
      }
      const { object } = (await api(ada, 'GET', `${notebooks}/${lab}`)).body;
      expect(object.metadata.deletionTimestamp).toBeUndefined();
      expect(object.metadata.annotations?.['kubeflow-resource-stopped']).toBeUndefined();
    } finally {
      await page.close();
    }
  });

  test('is refused even where a browser sends the cookies along', async ({ scene }) => {
    const { ada, at } = scene;
    const session = await cookiesFor(ada, origin);
    const body = JSON.stringify({ name: 'planted' });
    const json = { 'Content-Type': 'application/json', 'X-Kubeflow-Lab': '1' };
    const { cookie } = await connect(ada, lab);
    const foreign: Record<string, string>[] = [
      { Origin: at[echo] },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'cross-site' }
    ];
    for (const from of foreign) {
      const platform = { Cookie: session, ...json, ...from };
      const written = await send(notebooks, { method: 'POST', headers: platform, body });
      expect([from, written.status]).toEqual([from, 403]);
      expect(JSON.parse(written.text).detail).toContain('came from another site');
      const headers = { Cookie: cookie, ...from };
      const read = await send(`${basePath(lab)}api/contents`, { to: at[lab], headers });
      expect([from, read.status]).toEqual([from, 403]);
    }
  });
});
