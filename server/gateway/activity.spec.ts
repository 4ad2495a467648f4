import { TOKEN_REVIEW } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import type { MemoryClient } from '../testing/memory-client.js';
import { notebookHost } from './address.js';

const CONTROLLER = 'system:serviceaccount:kubeflow-lab:kubeflow-lab-controller';
const USERS: Record<string, string> = {
  controller: CONTROLLER,
  editor: 'system:serviceaccount:ada:default-editor',
  ada: 'ada'
};

let harness: Harness;

/** Tokens are the keys of USERS. */
function reviewTokens(client: MemoryClient): void {
  const create = client.create.bind(client);
  client.create = (async (kind: Kind, object: KubeObject & { spec?: { token?: string } }) => {
    if (kind.plural !== TOKEN_REVIEW.plural) {
      return create(kind, object);
    }
    const username = USERS[object.spec?.token ?? ''];
    const audiences = ['kubeflow-lab'];
    return { status: { authenticated: username !== undefined, user: { username }, audiences } };
  }) as typeof client.create;
}

beforeAll(async () => {
  harness = await startServer(reviewTokens);
  harness.client.world.allow = ({ user, namespace, resource, subresource }) =>
    subresource === 'activity'
      ? user === CONTROLLER && resource === 'notebooks'
      : user === namespace || user.startsWith(`system:serviceaccount:${namespace}:`);
});
afterAll(() => harness.server.stop());

const ask = (token: string, at = 'ada/first') =>
  request(harness.server.app).get(`/auth/activity/${at}`).set('Authorization', `Bearer ${token}`);

it("gives the controller a token for one notebook, which is nobody's identity", async () => {
  const answer = await ask('controller').expect(200);
  expect(answer.headers['cache-control']).toBe('no-store');
  const { token, expiresIn } = answer.body as { token: string; expiresIn: number };
  const { body: jwks } = await request(harness.server.app).get('/.well-known/jwks.json');
  const { payload } = await jwtVerify(token, createLocalJWKSet(jwks as JSONWebKeySet), {
    issuer: 'kubeflow-lab',
    audience: 'activity:ada/first'
  });
  expect(payload).toMatchObject({ aud: 'activity:ada/first', sub: 'activity' });
  expect(payload.exp! - payload.iat!).toBe(expiresIn);
  expect(decodeJwt((await ask('controller', 'ada/second')).body.token as string).aud).toBe(
    'activity:ada/second'
  );
});

it.each(['editor', 'ada'])('gives %s none, whatever else they may do', async token => {
  const answer = await ask(token).expect(403);
  expect(answer.body.detail).toBe('You may not ask notebook servers how they are used.');
});

it('gives none to nobody', async () => {
  await ask('unknown').expect(401);
  await request(harness.server.app).get('/auth/activity/ada/first').expect(401);
});

it('gives none to a session, even of somebody who may do everything', async () => {
  const ada = await harness.signIn('ada');
  const { allow } = harness.client.world;
  harness.client.world.allow = () => true;
  await request(harness.server.app).get('/auth/activity/ada/first').set('Cookie', ada).expect(403);
  harness.client.world.allow = allow;
});

it('is no identity for the gateway', async () => {
  const { token } = (await ask('controller')).body as { token: string };
  await request(harness.server.app)
    .get('/auth/verify')
    .set({
      'X-Forwarded-Host': `${notebookHost({ namespace: 'ada', name: 'first' }, 'localhost')}:8081`,
      'X-Forwarded-Uri': '/notebook/ada/first/api/kernels',
      'X-Forwarded-Method': 'GET',
      'X-Forwarded-Proto': 'http',
      'X-Kubeflow-Lab-Identity': token
    })
    .expect(401);
  const answer = await request(harness.server.app)
    .post('/auth/connections')
    .send({ connections: [token] });
  expect(answer.body).toEqual({ ended: [0] });
});
