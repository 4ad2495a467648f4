/** The same questions as Traefik's, as Envoy's ext_authz asks them over HTTP. */
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { notebookHost } from './address.js';

const host = `${notebookHost({ namespace: 'ada', name: 'first' }, 'localhost')}:8081`;
const base = '/notebook/ada/first/';
let harness: Harness;
let cookie: string;

beforeAll(async () => {
  harness = await startServer();
  const session = await harness.signIn('ada');
  const { headers } = await request(harness.server.app)
    .get('/connect/ada/first')
    .set('Cookie', session);
  const { pathname, search } = new URL(headers.location);
  const opened = await check('get', pathname + search).expect(302);
  cookie = opened.headers['set-cookie'][0].split(';')[0];
});
afterAll(() => harness.server.stop());

const check = (method: 'get' | 'post', path: string, headers: object = {}, at = host) =>
  request(harness.server.app)
    [method](`/auth/envoy${path}`)
    .set({ Host: at, ...headers });
const removed = (answer: request.Response) =>
  (answer.headers['x-envoy-auth-headers-to-remove'] ?? '').split(',').filter(Boolean);

it.each(['get', 'post'] as const)(
  'lets a %s of the owner go on, with an identity',
  async method => {
    const answer = await check(method, `${base}api/contents?x=1`, {
      Cookie: `${cookie}; theme=dark`
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['x-kubeflow-lab-identity']).toMatch(/^ey/);
    // Ours is taken out of the cookies; a token that the client sent is dropped.
    expect(answer.headers.cookie).toBe('theme=dark');
    expect(removed(answer)).toEqual(['authorization']);
  }
);

it('drops our cookie where there is no other, and what a client forged on the way to the platform', async () => {
  const own = await check('get', `${base}api`, { Cookie: cookie });
  expect(removed(own)).toEqual(['cookie', 'authorization']);
  const forged = { 'X-Kubeflow-Lab-Identity': 'forged', Authorization: 'Bearer a.b.c' };
  const platform = await check('get', '/api/session', forged, 'localhost:8081').expect(200);
  expect(platform.headers.authorization).toBe('Bearer a.b.c');
  expect(removed(platform)).toEqual(['x-kubeflow-lab-identity', 'cookie']);
});

it('believes the request itself, not what it says of another', async () => {
  const lies = {
    'X-Forwarded-Host': 'localhost:8081',
    'X-Forwarded-Uri': '/api/session',
    'X-Forwarded-Method': 'GET'
  };
  await check('get', `${base}api`, lies).expect(401);
  await check('get', '/notebook/ada/other/api', { Cookie: cookie }).expect(404);
});

it.each([
  ['%2e%2e', `${base}%2e%2e/other/`],
  ['..', '/notebook/ada/first%2f..%2fother/'],
  ['a doubled slash', '//notebook/ada/first/'],
  ['a backslash', '/notebook/ada%5cfirst/']
])('refuses a path with %s', async (_what, path) => {
  const { status } = await check('get', path, { Cookie: cookie });
  expect([400, 404]).toContain(status);
});
