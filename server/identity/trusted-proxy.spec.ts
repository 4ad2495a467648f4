import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { readOidc, readTrustedProxy } from './config.js';

const SECRET = 'a-secret-of-the-proxy-that-is-long-enough';
const PROOF = { 'x-kubeflow-lab-proxy': SECRET, 'kubeflow-userid': 'ada' };
let harness: Harness;

beforeEach(async () => {
  const config = readTrustedProxy({
    KUBEFLOW_LAB_USER_HEADER: 'kubeflow-userid',
    KUBEFLOW_LAB_GROUPS_HEADER: 'kubeflow-groups',
    KUBEFLOW_LAB_PROXY_SECRET: SECRET
  });
  harness = await startServer(undefined, { trustedProxy: config });
});
afterEach(() => harness.server.stop());

const ask = (headers: Record<string, string>) =>
  request(harness.server.app).get('/api/session').set(headers);

it('takes the person and the groups that the proxy names', async () => {
  const seen: unknown[] = [];
  harness.client.world.allow = ({ groups, namespace, user }) => {
    seen.push(groups);
    return user === namespace;
  };
  const { body } = await ask({ ...PROOF, 'kubeflow-groups': 'team, system:masters,' }).expect(200);
  expect(body).toEqual({ user: 'ada', projects: [{ namespace: 'ada', role: 'owner' }] });
  expect(seen[0]).toEqual(['team', 'system:authenticated']);
});

it.each([
  ['no proof', { 'kubeflow-userid': 'ada' }],
  ['a wrong proof', { ...PROOF, 'x-kubeflow-lab-proxy': `${SECRET}x` }],
  ['nobody', { ...PROOF, 'kubeflow-userid': '' }],
  ['somebody of the system', { ...PROOF, 'kubeflow-userid': 'system:admin' }]
])('knows nobody with %s', async (_what, headers) => {
  await ask(headers).expect(401);
});

it('leaves the proof against other sites in force', async () => {
  const stop = request(harness.server.app).post('/api/namespaces/ada/notebooks/x/actions/stop');
  const { body } = await stop.set(PROOF).expect(403);
  expect(body.type).toBe('urn:kubeflow-lab:cross-site');
});

it('opens notebooks for them, and nothing to sign out of', async () => {
  harness.client.put('notebooks', { metadata: { namespace: 'ada', name: 'work' } });
  const { headers } = await request(harness.server.app).get('/connect/ada/work').set(PROOF);
  expect(headers.location).toMatch(/^http:\/\/nb-\w{16}\.localhost:8081\/notebook\/ada\/work\//);
  const out = await request(harness.server.app)
    .delete('/api/session')
    .set({ ...PROOF, 'X-Kubeflow-Lab': '1' })
    .expect(204);
  expect(out.headers['set-cookie']).toBeUndefined();
  await ask(PROOF).expect(200);
});

it('is off unless it is set up: such headers say nothing', async () => {
  const usual = await startServer();
  await request(usual.server.app).get('/api/session').set(PROOF).expect(401);
  await usual.server.stop();
});

describe('settings that are wrong are said at the start', () => {
  const proxy = { KUBEFLOW_LAB_USER_HEADER: 'kubeflow-userid' };
  const oidc = { KUBEFLOW_LAB_OIDC_ISSUER: 'https://id.example' };
  it.each([
    ['no secret', () => readTrustedProxy(proxy), 'KUBEFLOW_LAB_PROXY_SECRET'],
    [
      'a short secret',
      () => readTrustedProxy({ ...proxy, KUBEFLOW_LAB_PROXY_SECRET: 'short' }),
      'at least 32'
    ],
    [
      'a header that is none',
      () => readTrustedProxy({ KUBEFLOW_LAB_USER_HEADER: 'a b' }),
      '"a b" is no name'
    ],
    ['no client', () => readOidc(oidc), 'KUBEFLOW_LAB_OIDC_CLIENT_ID'],
    ['no address', () => readOidc({ KUBEFLOW_LAB_OIDC_ISSUER: 'id' }), 'must be an address']
  ])('%s', (_what, read, sentence) => {
    expect(read).toThrow(sentence);
  });

  it('nothing at all is fine', () => {
    expect([readOidc({}), readTrustedProxy({})]).toEqual([undefined, undefined]);
  });
});
