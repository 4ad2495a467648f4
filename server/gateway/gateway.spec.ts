import { NOTEBOOK } from '@kubeflow-lab/kube';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { notebookHost } from './address.js';
import { Codes } from './codes.js';
import { withoutOurs } from './notebook-cookie.js';

const notebook = { namespace: 'ada', name: 'first' };
const host = `${notebookHost(notebook, 'localhost')}:8081`;
const base = '/notebook/ada/first/';
const navigation = { 'Sec-Fetch-Mode': 'navigate', Accept: 'text/html' };

let harness: Harness;
let ada: string;

beforeAll(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterAll(() => harness.server.stop());

/** What the gateway asks for a request of that address. */
function verify(uri: string, headers: Record<string, string> = {}, at = host) {
  return request(harness.server.app)
    .get('/auth/verify')
    .set({
      'X-Forwarded-Method': 'GET',
      'X-Forwarded-Proto': 'http',
      'X-Forwarded-Host': at,
      'X-Forwarded-Uri': uri,
      ...headers
    });
}

/** Follows Connect as far as the notebook's own address. */
async function connect(cookie: string, path = ''): Promise<URL> {
  const answer = await request(harness.server.app)
    .get(`/connect/ada/first${path}`)
    .set('Cookie', cookie)
    .expect(302);
  return new URL(answer.headers.location);
}

/** The notebook cookie of a session. */
async function open(cookie: string): Promise<string> {
  const { pathname, search } = await connect(cookie);
  const answer = await verify(pathname + search).expect(302);
  return answer.headers['set-cookie'][0].split(';')[0];
}

describe('connect', () => {
  it('leads to sign-in without a session, and back', async () => {
    const answer = await request(harness.server.app).get('/connect/ada/first?path=lab').expect(302);
    expect(answer.headers.location).toBe('/?next=%2Fconnect%2Fada%2Ffirst%3Fpath%3Dlab');
  });

  it('waits with a page that asks again while the gateway does not lead to the server yet', async () => {
    const { config } = harness;
    const before = config.gatewayUrl;
    config.gatewayUrl = 'http://127.0.0.1:1';
    try {
      const path = '/connect/ada/first';
      const answer = await request(harness.server.app).get(path).set('Cookie', ada);
      expect(answer.status).toBe(503);
      expect(answer.headers.refresh).toBe('2');
      expect(answer.text).toContain('does not answer yet');
    } finally {
      config.gatewayUrl = before;
    }
  }, 20_000);

  it('shows a page with 403 to somebody else', async () => {
    const bob = await harness.signIn('bob');
    const answer = await request(harness.server.app).get('/connect/ada/first').set('Cookie', bob);
    expect(answer.status).toBe(403);
    expect(answer.headers['content-type']).toMatch('text/html');
    expect(answer.text).toContain('You may not open the notebook server &quot;first&quot;');
  });

  it("leads to the notebook's own origin with a code", async () => {
    const url = await connect(ada, '?path=lab/tree/a%20b.ipynb');
    expect(url.host).toBe(host);
    expect(url.pathname).toBe(`${base}lab/tree/a%20b.ipynb`);
    expect(url.searchParams.get('kubeflow-lab-code')).toMatch(/^[\w-]{43}$/);
  });

  it('opens JupyterLab where nothing is asked for, and nothing outside the notebook', async () => {
    expect((await connect(ada)).pathname).toBe(`${base}lab`);
    expect((await connect(ada, '?path=../../../bob/x')).pathname).toBe(`${base}bob/x`);
  });

  it('finds nothing for what cannot be a name', async () => {
    await request(harness.server.app).get('/connect/ada/First').set('Cookie', ada).expect(404);
  });

  it('takes no token for a session', async () => {
    const answer = await request(harness.server.app)
      .get('/connect/ada/first')
      .set('Authorization', 'Bearer anything');
    expect(answer.headers.location).toMatch(/^\/\?next=/);
  });
});

describe('a TensorBoard', () => {
  const board = { app: 'tensorboard' as const, ...notebook };
  const boardHost = `${notebookHost(board, 'localhost')}:8081`;
  const page = '/tensorboard/ada/first/';

  /** Follows Connect; answers the cookie. */
  async function openBoard(cookie: string): Promise<string> {
    const answer = await request(harness.server.app)
      .get('/connect/tensorboard/ada/first')
      .set('Cookie', cookie)
      .expect(302);
    const { host: at, pathname, search } = new URL(answer.headers.location);
    expect([at, pathname]).toEqual([boardHost, page]);
    const opened = await verify(pathname + search, {}, at).expect(302);
    return opened.headers['set-cookie'][0].split(';')[0];
  }

  it('is opened as a notebook is, at an origin of its own, with an identity that is none for a notebook', async () => {
    const cookie = await openBoard(ada);
    const answer = await verify(`${page}data/runs`, { Cookie: cookie }, boardHost).expect(200);
    const jwks = await request(harness.server.app).get('/.well-known/jwks.json').expect(200);
    const { payload } = await jwtVerify(
      answer.headers['x-kubeflow-lab-identity'],
      createLocalJWKSet(jwks.body as JSONWebKeySet)
    );
    expect(payload.aud).toBe('tensorboard:ada/first');
    // Neither opens the other, though their names are the same.
    await verify(`${base}api`, { Cookie: cookie }).expect(401);
    await verify(`${page}data/runs`, { Cookie: await open(ada) }, boardHost).expect(401);
  });

  it('is nothing for somebody who may not see it', async () => {
    const cookie = await openBoard(ada);
    const bob = await harness.signIn('bob');
    const path = '/connect/tensorboard/ada/first';
    const refused = await request(harness.server.app).get(path).set('Cookie', bob).expect(403);
    expect(refused.text).toContain('You may not open the TensorBoard &quot;first&quot;');
    await request(harness.server.app).get(path).expect(302);
    const { world } = harness.client;
    const before = world.allow;
    world.allow = question => question.resource !== 'tensorboards' && before(question);
    harness.client.put('rolebindings', { metadata: { namespace: 'ada', name: 'changed' } });
    await new Promise(resolve => setTimeout(resolve, 20));
    await verify(`${page}data/runs`, { Cookie: cookie }, boardHost).expect(403);
    world.allow = before;
    harness.client.put('rolebindings', { metadata: { namespace: 'ada', name: 'changed' } });
  });
});

describe('forward auth', () => {
  it('exchanges a code for a cookie of this notebook, once', async () => {
    const { pathname, search } = await connect(ada);
    const first = await verify(pathname + search).expect(302);
    expect(first.headers.location).toBe(`http://${host}${base}lab`);
    expect(first.headers['set-cookie'][0]).toMatch(
      /^kubeflow-lab-notebook=\S+; Max-Age=\d+; Path=\/notebook\/ada\/first\/; HttpOnly; SameSite=Lax$/
    );
    const second = await verify(pathname + search, navigation).expect(302);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.headers.location).toMatch(
      /^http:\/\/localhost:8081\/connect\/ada\/first\?path=lab/
    );
  });

  it("takes no code on another notebook's address, and then never again", async () => {
    const { search } = await connect(ada);
    const other = { namespace: 'ada', name: 'second' };
    const otherHost = notebookHost(other, 'localhost');
    await verify(`/notebook/ada/second/lab${search}`, {}, otherHost).expect(401);
    await verify(`${base}lab${search}`).expect(401);
  });

  it('passes a request on with a signed identity and without our cookies', async () => {
    const cookie = await open(ada);
    const answer = await verify(`${base}lab`, {
      Cookie: `_xsrf=1; ${cookie}; ${ada}; theme=dark`,
      Authorization: 'Bearer stolen',
      'X-Kubeflow-Lab-Identity': 'forged'
    }).expect(200);
    expect(answer.headers.cookie).toBe('_xsrf=1; theme=dark');
    expect(answer.headers.authorization).toBeUndefined();
    const jwks = await request(harness.server.app).get('/.well-known/jwks.json').expect(200);
    expect(JSON.stringify(jwks.body)).not.toContain('"d"');
    const { payload } = await jwtVerify(
      answer.headers['x-kubeflow-lab-identity'],
      createLocalJWKSet(jwks.body as JSONWebKeySet),
      { algorithms: ['ES256'], issuer: 'kubeflow-lab', audience: 'ada/first' }
    );
    expect(payload.sub).toBe('ada');
    expect(payload.exp! - payload.iat!).toBe(60);
  });

  it('says what a server is doing that does not answer now, and asks again', async () => {
    const cookie = await open(ada);
    const metadata = { ...notebook, uid: 'n', annotations: { 'kubeflow-resource-stopped': 'x' } };
    harness.client.put('notebooks', { metadata } as object);
    await new Promise(resolve => setTimeout(resolve, 20));
    try {
      const page = await verify(`${base}lab`, { Cookie: cookie, ...navigation }).expect(503);
      expect(page.headers.refresh).toBe('2');
      expect(page.text).toContain('does not answer now. The server is stopped;');
      const script = await verify(`${base}api`, { Cookie: cookie }).expect(503);
      expect(script.headers['retry-after']).toBe('2');
      expect(JSON.parse(script.text)).toMatchObject({
        detail: expect.stringContaining('"first" in project "ada" does not answer now') as string
      });
      await verify(`${base}api`).expect(401);
    } finally {
      await harness.client.delete(NOTEBOOK, notebook);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  });

  it.each([
    ['no cookie', ''],
    ['a forged cookie', 'kubeflow-lab-notebook=eyJhbGciOiJub25lIn0.e30.'],
    ['the platform session', 'SESSION']
  ])('sends a page with %s to Connect and answers 401 to a script', async (_, cookie) => {
    const headers = { Cookie: cookie === 'SESSION' ? ada : cookie };
    const page = await verify(`${base}lab`, { ...headers, ...navigation }).expect(302);
    expect(page.headers.location).toBe('http://localhost:8081/connect/ada/first?path=lab');
    const script = await verify(`${base}api`, headers).expect(401);
    expect(script.headers['content-type']).toMatch('application/problem+json');
    expect(script.headers['x-kubeflow-lab-identity']).toBeUndefined();
  });

  it('takes no service account token for a notebook', async () => {
    await verify(`${base}api`, { Authorization: 'Bearer token' }).expect(401);
  });

  it("does not take one notebook's cookie for another", async () => {
    const cookie = await open(ada);
    const other = notebookHost({ namespace: 'ada', name: 'second' }, 'localhost');
    await verify('/notebook/ada/second/api', { Cookie: cookie }, other).expect(401);
  });

  it('refuses another page, even of a neighbouring host', async () => {
    const cookie = await open(ada);
    const foreign: Record<string, string>[] = [
      { Origin: 'http://nb-0000000000000000.localhost:8081' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' },
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'websocket' }
    ];
    for (const headers of foreign) {
      await verify(`${base}api`, { Cookie: cookie, ...headers }).expect(403);
    }
    await verify(`${base}api`, { Cookie: cookie, Origin: `http://${host}` }).expect(200);
    const link = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
    await verify(`${base}lab`, { Cookie: cookie, ...link }).expect(200);
  });

  it('ends access when the right to update the notebook ends', async () => {
    const cookie = await open(ada);
    const { world } = harness.client;
    const before = world.allow;
    world.allow = question => question.verb !== 'update' && before(question);
    harness.client.put('rolebindings', { metadata: { namespace: 'ada', name: 'changed' } });
    await new Promise(resolve => setTimeout(resolve, 20));
    const script = await verify(`${base}api`, { Cookie: cookie }).expect(403);
    expect(JSON.parse(script.text)).toMatchObject({
      status: 403,
      detail: expect.stringContaining('You may not open') as string
    });
    const page = await verify(`${base}lab`, { Cookie: cookie, ...navigation }).expect(403);
    expect(page.text).toContain('ask its owner for access');
    world.allow = before;
    harness.client.put('rolebindings', { metadata: { namespace: 'ada', name: 'changed' } });
    await new Promise(resolve => setTimeout(resolve, 20));
    await verify(`${base}api`, { Cookie: cookie }).expect(200);
  });

  it('says which open connections must end: after sign-out, without the right, and with a token of nobody', async () => {
    const session = await harness.signIn('ada');
    const identityOf = async (cookie: string) => {
      const { headers } = await verify(`${base}api`, { Cookie: await open(cookie) }).expect(200);
      return headers['x-kubeflow-lab-identity'];
    };
    const connections = [await identityOf(ada), await identityOf(session), 'not.a.token'];
    const ended = async () => {
      const answer = await request(harness.server.app)
        .post('/auth/connections')
        .send({ connections })
        .expect(200);
      return (answer.body as { ended: number[] }).ended;
    };
    expect(await ended()).toEqual([2]);
    await request(harness.server.app)
      .delete('/api/session')
      .set({ Cookie: session, 'X-Kubeflow-Lab': '1' })
      .expect(204);
    expect(await ended()).toEqual([1, 2]);

    const { world } = harness.client;
    const before = world.allow;
    world.allow = question => question.verb !== 'update' && before(question);
    harness.client.put('rolebindings', { metadata: { namespace: 'ada', name: 'changed' } });
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(await ended()).toEqual([0, 1, 2]);
    world.allow = before;
    harness.client.put('rolebindings', { metadata: { namespace: 'ada', name: 'changed' } });
    await new Promise(resolve => setTimeout(resolve, 20));
  });

  it.each([{}, { connections: 'all' }, { connections: [1] }, { connections: Array(501).fill('') }])(
    'refuses %j as a list of connections',
    async body => {
      await request(harness.server.app).post('/auth/connections').send(body).expect(400);
    }
  );

  it('ends access when the person signs out', async () => {
    const session = await harness.signIn('ada');
    const cookie = await open(session);
    const { pathname, search } = await connect(session);
    await request(harness.server.app)
      .delete('/api/session')
      .set({ Cookie: session, 'X-Kubeflow-Lab': '1' })
      .expect(204);
    await verify(`${base}api`, { Cookie: cookie }).expect(401);
    await verify(pathname + search).expect(401);
  });

  it("leaves the platform's own requests as they are", async () => {
    const headers = { Cookie: ada, Authorization: 'Bearer x', 'X-Kubeflow-Lab-Identity': 'forged' };
    const answer = await verify('/api/session', headers, 'localhost:8081').expect(200);
    expect(answer.headers.cookie).toBe(ada);
    expect(answer.headers.authorization).toBe('Bearer x');
    expect(answer.headers['x-kubeflow-lab-identity']).toBeUndefined();
  });

  it.each([
    [`${base}../../bob/x`, host, 400],
    ['/', host, 404],
    [`${base}lab`, 'evil.example', 404],
    ['/notebook/ada/first', host, 302],
    ['/notebook/ada/first/lab', 'localhost:8081', 302]
  ])('%j on %j is %d', async (uri, at, status) => {
    await verify(uri, {}, at).expect(status);
  });
});

it('forgets codes after half a minute', () => {
  let now = 0;
  const codes = new Codes(() => now);
  const session = { id: 's', user: 'ada', groups: [], expires: 1e9 };
  const grant = { session, language: null };
  const late = codes.issue(grant, notebook);
  const timely = codes.issue(grant, notebook);
  now = 29_000;
  expect(codes.consume(timely, notebook)).toMatchObject(grant);
  now = 30_000;
  expect(codes.consume(late, notebook)).toBeNull();
});

it.each([
  ['a=1; kubeflow-lab-session=x; b=2', 'a=1; b=2'],
  ['kubeflow-lab-notebook=x', ''],
  ['kubeflow-lab-notebook =x;kubeflow-lab-session=y;a=1', 'a=1'],
  ['kubeflow-lab-language=de; a=1', 'a=1'],
  ['kubeflow-lab-sessions=x', 'kubeflow-lab-sessions=x'],
  ['', '']
])('of the cookies %j the pod gets %j', (header, rest) => {
  expect(withoutOurs(header)).toBe(rest);
});

describe('a served model', () => {
  const platform = 'localhost:8081';
  const path = '/models/ada/digits/v1/models/digits:predict';
  const program = { 'X-Kubeflow-Lab': '1' };
  const ask = (headers: Record<string, string>, uri = path, at = platform) =>
    verify(uri, { 'X-Forwarded-Method': 'POST', ...headers }, at);

  it('is asked by whoever may see it, and learns nothing of them that it could act by', async () => {
    const answer = await ask({ ...program, Cookie: ada, 'X-Kubeflow-Lab-Identity': 'x' });
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('cookie');
    expect(answer.headers).not.toHaveProperty('authorization');
    expect(answer.headers).not.toHaveProperty('x-kubeflow-lab-identity');
  });

  it("is nobody else's", async () => {
    const bob = await harness.signIn('bob');
    const refused = await ask({ ...program, Cookie: bob }).expect(403);
    expect(refused.text).toContain('You may not ask the model');
    await ask(program).expect(401);
    await ask({ Authorization: 'Bearer forged', Cookie: ada }).expect(401);
    await ask({ ...program, 'kubeflow-userid': 'ada' }).expect(401);
  });

  it.each<[string, Record<string, string>]>([
    ['a page that somebody opens', { ...navigation, 'X-Forwarded-Method': 'GET' }],
    [
      'a script of another site',
      { ...program, Origin: 'http://elsewhere', 'Sec-Fetch-Site': 'cross-site' }
    ],
    [
      'a script of a notebook',
      { ...program, Origin: `http://${host}`, 'Sec-Fetch-Site': 'same-site' }
    ],
    ['an image', { 'Sec-Fetch-Mode': 'no-cors' }]
  ])('is not asked by %s', async (_, headers) => {
    await ask({ Cookie: ada, ...headers }).expect(403);
  });

  it.each([
    '/models',
    '/models/ada',
    '/%6Dodels/ada/digits/v1',
    '/m%6fdels/ada/digits/v1',
    '/models/ada/d%69gits/v1',
    '/models/Ada/digits/v1'
  ])('is not at %s', async uri => {
    await ask({ ...program, Cookie: ada }, uri).expect(404);
  });

  it.each(['/models%2Fada/digits/', '/models//ada/digits', '/x/../models/ada/digits'])(
    'is not at %s, which nobody writes',
    async uri => {
      await ask({ ...program, Cookie: ada }, uri).expect(400);
    }
  );

  it('is not on the host of a notebook', async () => {
    await ask({ ...program, Cookie: ada }, path, host).expect(404);
  });
});
