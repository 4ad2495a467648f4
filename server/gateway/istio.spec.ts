/** A real Envoy that asks the server before it forwards, by the configuration that deploy/README.md gives for Istio. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { NOTEBOOK } from '@kubeflow-lab/kube';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';

import { startGateway } from '../testing/envoy.js';
import type { Gateway } from '../testing/envoy.js';
import { ORIGIN, startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { istioDocumentation } from '../testing/istio-documentation.js';
import { send, upgrade } from '../testing/raw-http.js';
import type { RawAnswer } from '../testing/raw-http.js';
import { notebookHost } from './address.js';

/** What came to the pod. */
interface Seen {
  method?: string;
  url?: string;
  headers: IncomingHttpHeaders;
  bytes: number;
}

type Ask = Partial<Parameters<typeof send>[0]> & { host?: string };

const PLATFORM = new URL(ORIGIN).host;
const hostOf = (name: string, namespace = 'ada') =>
  `${notebookHost({ namespace, name }, 'localhost')}:8081`;
const own = hostOf('first');
const base = '/notebook/ada/first/';
const navigation = { 'Sec-Fetch-Mode': 'navigate', Accept: 'text/html' };
const STOPPED = { 'kubeflow-resource-stopped': 'x' };
const documentation = istioDocumentation();

let harness: Harness;
let server: Server;
let pod: Server;
let gateway: Gateway;
/** Ada's session, and her cookie for her notebook. */
let session: string;
let cookie: string;
/** What reached the pod since the test began. */
let seen: Seen[];

beforeAll(async () => {
  harness = await startServer();
  server = createServer(harness.server.app);
  pod = createServer((request, response) => {
    const one: Seen = { ...pick(request), bytes: 0 };
    seen.push(one);
    request.on('data', (chunk: Buffer) => (one.bytes += chunk.length));
    request.once('end', () => response.end('from the pod'));
  }).on('upgrade', (request, socket: Socket) => {
    seen.push({ ...pick(request), bytes: 0 });
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
    );
    socket.on('error', () => socket.destroy()).pipe(socket);
  });
  gateway = await startGateway({
    provider: documentation.provider,
    serverPort: await listen(server),
    podPort: await listen(pod),
    podPaths: ['/notebook/', '/models/']
  });
  seen = [];
  session = await signIn('ada');
  cookie = await open(session);
});
beforeEach(() => (seen = []));
afterAll(async () => {
  await gateway?.stop();
  await Promise.all([server, pod].map(close));
  await harness?.server.stop();
});

const pick = ({ method, url, headers }: Omit<Seen, 'bytes'>) => ({ method, url, headers });

async function listen(http: Server): Promise<number> {
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  return (http.address() as AddressInfo).port;
}

async function close(http?: Server): Promise<void> {
  http?.closeAllConnections();
  await new Promise(resolve => (http?.listening ? http.close(resolve) : resolve(null)));
}

/** A request of ada's notebook's host through the gateway, unless another host is named. */
function ask(path: string, { host = own, headers, ...more }: Ask = {}): Promise<RawAnswer> {
  return send({
    socketPath: gateway.socket,
    path,
    ...more,
    headers: { Host: host, ...headers }
  });
}

const cookieOf = ({ headers }: RawAnswer) => headers['set-cookie']![0].split(';')[0];

async function signIn(user: string): Promise<string> {
  const answer = await ask('/api/session', {
    host: PLATFORM,
    method: 'POST',
    headers: { 'X-Kubeflow-Lab': '1', Origin: ORIGIN, 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: user, password: `${user}-secret` })
  });
  expect(answer).toMatchObject({ status: 200 });
  return cookieOf(answer);
}

/** From Connect to the notebook, as a browser follows it; answers the notebook's cookie. */
async function open(Cookie: string): Promise<string> {
  const connect = await ask('/connect/ada/first', { host: PLATFORM, headers: { Cookie } });
  expect(connect.status).toBe(302);
  const { host, pathname, search } = new URL(connect.headers.location!);
  const opened = await ask(pathname + search, { host, headers: navigation });
  expect(opened).toMatchObject({
    status: 302,
    headers: { location: `http://${own}${base}lab`, 'cache-control': 'no-store' }
  });
  return cookieOf(opened);
}

/** What the API answers that decides who may do what, changed for a time. */
async function meanwhile(
  change: Partial<Harness['client']['world']>,
  act: () => Promise<void>
): Promise<void> {
  const { client } = harness;
  const before = { allow: client.world.allow, away: client.world.away };
  const forget = async () => {
    client.put('rolebindings', { metadata: { namespace: 'ada', name: 'changed' } });
    await new Promise(resolve => setTimeout(resolve, 20));
  };
  Object.assign(client.world, change);
  await forget();
  try {
    await act();
  } finally {
    Object.assign(client.world, before);
    await forget();
  }
}

describe('a person', () => {
  it('gets through to the pod with an identity, and without what else they have', async () => {
    const headers = { Cookie: `${session}; ${cookie}; theme=dark`, Authorization: 'Bearer mine' };
    const answer = await ask(`${base}api/contents/a%20b?x=1`, { headers });
    expect(answer).toMatchObject({ status: 200, text: 'from the pod' });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: 'GET', url: `${base}api/contents/a%20b?x=1` });
    expect(seen[0].headers).toMatchObject({ host: own, cookie: 'theme=dark' });
    expect(seen[0].headers).not.toHaveProperty('authorization');
    const jwks = await ask('/.well-known/jwks.json', { host: PLATFORM });
    const { payload } = await jwtVerify(
      String(seen[0].headers['x-kubeflow-lab-identity']),
      createLocalJWKSet(JSON.parse(jwks.text) as JSONWebKeySet),
      { algorithms: ['ES256'], issuer: 'kubeflow-lab', audience: 'ada/first' }
    );
    expect(payload.sub).toBe('ada');
  });

  it('sends the pod no cookie where ours are all', async () => {
    await ask(`${base}api`, { headers: { Cookie: `${cookie}; ${session}` } });
    expect(seen.map(({ headers }) => headers.cookie)).toEqual([undefined]);
  });

  it('uploads what the check need not read', async () => {
    const body = Buffer.alloc(3 * 1024 * 1024, 'x');
    await ask(`${base}api/contents/large`, { method: 'PUT', headers: { Cookie: cookie }, body });
    expect(seen).toMatchObject([{ method: 'PUT', bytes: body.length }]);
  });

  it('who is not signed in is led to Connect, and a script of theirs gets a problem', async () => {
    const page = await ask(`${base}lab/tree/a.ipynb?x=1`, { headers: navigation });
    expect(page.status).toBe(302);
    expect(page.headers.location).toBe(
      `${ORIGIN}/connect/ada/first?path=lab%2Ftree%2Fa.ipynb%3Fx%3D1`
    );
    const script = await ask(`${base}api/contents`);
    expect(script.status).toBe(401);
    expect(script.headers['content-type']).toMatch('application/problem+json');
    expect(script.text).toContain('from the platform first');
    expect(seen).toEqual([]);
  });

  it("gets no further with the platform's session, a forged cookie, or one of another notebook", async () => {
    for (const Cookie of [session, 'kubeflow-lab-notebook=eyJhbGciOiJub25lIn0.e30.', cookie]) {
      const other = { host: hostOf('second'), headers: { Cookie } };
      expect((await ask('/notebook/ada/second/api', other)).status).toBe(401);
    }
    expect((await ask(`${base}api`, { headers: { Cookie: session } })).status).toBe(401);
    expect(seen).toEqual([]);
  });

  it("is refused another's notebook, at once and when the right is withdrawn", async () => {
    const connect = await ask('/connect/ada/first', {
      host: PLATFORM,
      headers: { Cookie: await signIn('bob'), ...navigation }
    });
    expect(connect.status).toBe(403);
    await meanwhile({ allow: () => false }, async () => {
      const script = await ask(`${base}api`, { headers: { Cookie: cookie } });
      expect([script.status, script.text]).toEqual([403, expect.stringContaining('may not open')]);
      const page = await ask(`${base}lab`, { headers: { Cookie: cookie, ...navigation } });
      expect(page.status).toBe(403);
      expect(page.headers['content-type']).toMatch('text/html');
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
      expect(page.text).toContain('ask its owner for access');
    });
    expect(seen).toEqual([]);
  });

  it('is told why a server does not answer, by a page that asks again', async () => {
    const metadata = { namespace: 'ada', name: 'first', annotations: STOPPED };
    harness.client.put('notebooks', { metadata });
    await new Promise(resolve => setTimeout(resolve, 20));
    try {
      const page = await ask(`${base}lab`, { headers: { Cookie: cookie, ...navigation } });
      expect(page.text).toContain('The server is stopped;');
      expect(page.headers.refresh).toBe('2');
      expect(page.headers['content-type']).toMatch('text/html');
      const script = await ask(`${base}api`, { headers: { Cookie: cookie } });
      expect(script.text).toContain('does not answer now. The server is stopped;');
      expect(script.headers['retry-after']).toBe('2');
      expect([page.status, script.status]).toEqual([409, 409]);
    } finally {
      await harness.client.delete(NOTEBOOK, metadata);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    expect(seen).toEqual([]);
  });
});

describe('what somebody forges', () => {
  it('is dropped', async () => {
    const headers = {
      Cookie: cookie,
      'X-Kubeflow-Lab-Identity': ['forged', 'again'],
      'x-kubeflow-lab-identity': 'lower',
      'X-Envoy-Auth-Headers-To-Remove': 'x-kubeflow-lab-identity'
    };
    await ask(`${base}api`, { headers });
    expect(seen).toHaveLength(1);
    expect(seen[0].headers['x-kubeflow-lab-identity']).toMatch(/^ey[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('cannot take the identity away again', async () => {
    const headers = { Cookie: cookie, Connection: 'X-Kubeflow-Lab-Identity' };
    await ask(`${base}api`, { headers });
    expect(seen.map(one => one.headers['x-kubeflow-lab-identity'])).toEqual([
      expect.stringMatching(/^ey/)
    ]);
  });

  it('says nothing of where a request goes', async () => {
    const headers = {
      'X-Forwarded-Host': PLATFORM,
      'X-Forwarded-Uri': '/api/session',
      'X-Forwarded-Method': 'GET',
      'X-Envoy-Original-Path': '/api/session',
      'X-Original-Url': '/api/session'
    };
    expect((await ask(`${base}api`, { headers })).status).toBe(401);
    expect(seen).toEqual([]);
  });

  it('does not come to a model either, nor do cookies and tokens', async () => {
    const path = '/models/ada/digits/v1/models/digits:predict';
    const headers = { Cookie: session, 'X-Kubeflow-Lab': '1', 'X-Kubeflow-Lab-Identity': 'forged' };
    const asked = { host: PLATFORM, method: 'POST', body: '{}' };
    expect((await ask(path, { ...asked, headers })).status).toBe(200);
    expect(seen.map(one => one.url)).toEqual([path]);
    expect(Object.keys(seen[0].headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(cookie|authorization|.*identity)$/)])
    );
    const foreign = { ...headers, Origin: 'http://evil.example' };
    expect((await ask(path, { ...asked, headers: foreign })).status).toBe(403);
    const nobody = { 'X-Kubeflow-Lab': '1' };
    expect((await ask(path, { ...asked, headers: nobody })).status).toBe(401);
    expect(seen).toHaveLength(1);
  });
});

describe('a path', () => {
  it.each([
    ['with ..', `${base}../second/api`],
    ['with %2e%2e', `${base}%2e%2e/second/api`],
    ['with half of it encoded', `${base}.%2E/second/api`],
    ['with an encoded slash after it', `${base}..%2fsecond/api`],
    ['encoded twice', `${base}%252e%252e/second/api`],
    ['encoded twice, slashes too', `${base}%252e%252e%252fsecond/api`],
    ['with an encoded backslash', '/notebook/ada%5cfirst/api'],
    ['with a doubled slash at its begin', `/${base}api`],
    ['with a doubled slash', '/notebook//ada/first/api'],
    ['with an encoded slash', '/notebook/ada%2ffirst/api'],
    ['with a null', `${base}api%00`],
    ['with a broken escape', `${base}api%zz`],
    ['of another notebook', '/notebook/ada/second/api'],
    ['that only begins like it', '/notebook/ada/first-second/api'],
    ['of a model', '/models/ada/digits/v1/models/digits:predict'],
    ['with another host in it', `http://${hostOf('second')}/notebook/ada/second/api`]
  ])('%s gets nowhere with the cookie of a notebook', async (_what, path) => {
    const { status } = await ask(path, { headers: { Cookie: cookie } });
    expect([400, 401, 404]).toContain(status);
    expect(seen).toEqual([]);
  });

  it.each([
    ['with dots', `${base}lab/./../api`],
    ['with an encoded letter', '/notebook/ada/%66irst/api'],
    ['with a backslash', '/notebook/ada\\first/api']
  ])('%s is for us and for the pod the one that it means', async (_what, path) => {
    await ask(path, { headers: { Cookie: cookie } });
    expect(seen.map(({ url }) => url)).toEqual([`${base}api`]);
  });
});

describe('a web socket', () => {
  const path = `${base}api/kernels/1/channels`;
  const socketOf = (headers: Record<string, string>) =>
    upgrade({ socketPath: gateway.socket, path, headers: { Host: own, ...headers } });

  it('is opened for who may, and carries bytes both ways', async () => {
    const socket = await socketOf({ Cookie: cookie, Origin: `http://${own}` });
    if (typeof socket === 'number') {
      throw new Error(`refused with ${socket}`);
    }
    const echoed = new Promise(resolve => socket.once('data', chunk => resolve(String(chunk))));
    socket.write('over and back');
    expect(await echoed).toBe('over and back');
    expect(seen[0].headers['x-kubeflow-lab-identity']).toMatch(/^ey/);
    expect(seen[0].headers).not.toHaveProperty('cookie');
    socket.destroy();
  });

  it("is refused to who is not signed in and to another site's page, also where it says that it navigates", async () => {
    expect(await socketOf({ Origin: `http://${own}` })).toBe(401);
    expect(await socketOf({ ...navigation })).toBe(401);
    const foreign = { Cookie: cookie, Origin: `http://${hostOf('second')}` };
    expect(await socketOf(foreign)).toBe(403);
    const site = { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'navigate' };
    expect(await socketOf({ Cookie: cookie, ...site })).toBe(403);
    expect(seen).toEqual([]);
  });
});

describe('while nobody can say who may', () => {
  it('nothing gets through: the API server is away', () =>
    meanwhile({ away: true }, async () => {
      expect((await ask(`${base}api`, { headers: { Cookie: cookie } })).status).toBe(503);
      expect(seen).toEqual([]);
    }));

  it('nothing gets through: our server is away', async () => {
    await close(server);
    for (const host of [own, PLATFORM]) {
      expect((await ask(`${base}api`, { host, headers: { Cookie: cookie } })).status).toBe(503);
    }
    const socket = upgrade({
      socketPath: gateway.socket,
      path: `${base}api/kernels/1/channels`,
      headers: { Host: own, Cookie: cookie }
    });
    expect(await socket).toBe(503);
    expect(seen).toEqual([]);
  });
});

it('is what the documentation has every request of the gateway pass', () => {
  expect(documentation.policy).toMatchObject({
    kind: 'AuthorizationPolicy',
    spec: { action: 'CUSTOM', provider: { name: documentation.name }, rules: [{}] }
  });
});
