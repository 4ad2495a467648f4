/** Attacks that belong to no one part; SECURITY.md has the table of all of them. */
import request from 'supertest';

import { notebookHost } from '../gateway/address.js';
import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

const host = `${notebookHost({ namespace: 'ada', name: 'first' }, 'localhost')}:8081`;
const HOSTILE = '<img src=x onerror=alert(1)>';
let harness: Harness;
let ada: string;

beforeAll(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterAll(() => harness.server.stop());

const verify = (uri: string, headers: Record<string, string>) =>
  request(harness.server.app)
    .get('/auth/verify')
    .set({
      'X-Forwarded-Method': 'GET',
      'X-Forwarded-Host': host,
      'X-Forwarded-Uri': uri,
      ...headers
    });

it('session fixation: a sign-in begins a session of its own, whatever cookie came with it', async () => {
  const planted = await harness.signIn('bob');
  const answer = await request(harness.server.app)
    .post('/api/session')
    .set({ 'X-Kubeflow-Lab': '1', Cookie: planted })
    .send({ username: 'ada', password: 'ada-secret' })
    .expect(200);
  const begun = answer.headers['set-cookie'][0].split(';')[0];
  expect(begun).not.toBe(planted);
  const who = async (cookie: string) =>
    (await request(harness.server.app).get('/api/session').set('Cookie', cookie)).body.user;
  expect([await who(begun), await who(planted)]).toEqual(['ada', 'bob']);
});

it('WebSocket hijack: no page but the notebook’s own opens one, and nobody else’s cookie does', async () => {
  const { headers } = await request(harness.server.app)
    .get('/connect/ada/first')
    .set('Cookie', ada);
  const { pathname, search } = new URL(headers.location);
  const opened = await verify(pathname + search, {});
  const cookie = opened.headers['set-cookie'][0].split(';')[0];
  const socket = (more: Record<string, string>) =>
    verify('/notebook/ada/first/api/kernels/1/channels', {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      Cookie: cookie,
      ...more
    });
  await socket({ Origin: `http://${host}` }).expect(200);
  for (const origin of [
    'http://evil.example',
    'http://localhost:8081',
    'http://nb-0.localhost:8081',
    'null'
  ]) {
    await socket({ Origin: origin }).expect(403);
  }
  await socket({ Origin: `http://${host}`, Cookie: await harness.signIn('bob') }).expect(401);
});

it('framing and scripts: every page that we write ourselves forbids both', async () => {
  const pages = [
    await request(harness.server.app).get('/connect/A_B/first').set('Cookie', ada),
    await request(harness.server.app).get('/connect/bob/first').set('Cookie', ada),
    await verify('/notebook/ada/../x', { 'Sec-Fetch-Mode': 'navigate' })
  ];
  for (const { headers, status } of pages) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(headers['content-type']).toMatch('text/html');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
  }
});

it('stored XSS: names and what Kubernetes says come back as data, never as a page', async () => {
  harness.client.put('notebooks', {
    metadata: {
      namespace: 'ada',
      name: 'odd',
      labels: { a: HOSTILE },
      annotations: { b: HOSTILE }
    },
    spec: { template: { spec: { containers: [{ name: 'odd', image: HOSTILE }] } } }
  } as object);
  for (const path of ['', '/odd', '/odd/events', '/odd/logs', `/${encodeURIComponent(HOSTILE)}`]) {
    const { headers } = await request(harness.server.app)
      .get(`/api/namespaces/ada/notebooks${path}`)
      .set('Cookie', ada);
    expect(headers['content-type']).toMatch(/^application\/(problem\+)?json/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  }
});

it('prototype pollution: fields named for it are refused or nothing but data', async () => {
  const body = '{"name":"x","image":"i","__proto__":{"polluted":1},"constructor":{"prototype":{}}}';
  await request(harness.server.app)
    .post('/api/namespaces/ada/notebooks?dryRun=true')
    .set({ Cookie: ada, 'X-Kubeflow-Lab': '1', 'Content-Type': 'application/json' })
    .send(body)
    .expect(400);
  expect({}).not.toHaveProperty('polluted');
});

it('YAML bombs: YAML is no body here', async () => {
  const answer = await request(harness.server.app)
    .post('/api/namespaces/ada/notebooks')
    .set({ Cookie: ada, 'X-Kubeflow-Lab': '1', 'Content-Type': 'application/yaml' })
    .send('a: &a [x,x]\nb: [*a,*a]\n');
  expect(answer.status).toBe(400);
});
