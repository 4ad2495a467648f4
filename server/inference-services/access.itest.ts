/** Tokens of a model's clients on a real cluster: what they open, and when they end. */
import { PROFILE, SECRET, TOKEN_REVIEW } from '@kubeflow-lab/kube';
import type { Secret } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { ModelAccess, NewClient } from '@kubeflow-lab/schema';

import { eventually, serviceAccountToken, uniqueName } from '../../kube/testing/cluster.js';
import { clientTokenHash, newClientToken } from '../identity/client-token.js';
import { admin, startListening } from '../testing/listening.js';
import type { ListeningServer } from '../testing/listening.js';
import { clientSecret } from './client-secrets.js';
import { INFERENCE_SERVICE } from './resource.js';

const project = uniqueName('clients');
let server: ListeningServer;
let editor: string;

beforeAll(async () => {
  await admin.create(PROFILE, {
    metadata: { name: project },
    spec: { owner: { kind: 'User', name: project } }
  });
  server = await startListening();
  editor = await eventually(() => serviceAccountToken(project, 'default-editor', 'kubeflow-lab'));
  await Promise.all(['digits', 'iris'].map(made));
  await eventually(async () => (await asks('digits', editor)) === 200);
});

afterAll(async () => {
  await server?.close();
  await admin.delete(PROFILE, { name: project });
});

/** A model that is stopped: nobody answers, and nobody has to. */
const made = (name: string) =>
  admin.create(INFERENCE_SERVICE, {
    metadata: {
      namespace: project,
      name,
      annotations: { 'serving.kserve.io/stop': 'true' }
    },
    spec: { predictor: { model: { modelFormat: { name: 'sklearn' }, storageUri: 's3://a/b' } } }
  } as KubeObject);

const send = (method: string, path: string, token: string, body?: object) =>
  fetch(`${server.origin}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body)
  });
const models = `/api/namespaces/${project}/inferenceservices`;
const act = (action: string, body: object = {}) =>
  send('POST', `${models}/digits/actions/${action}`, editor, body);

async function newToken(name: string): Promise<string> {
  const answer = await act('newClient', { name, days: 1 });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as NewClient).token;
}

/** What the gateway is told of a prediction. */
async function asks(model: string, token: string): Promise<number> {
  const answer = await fetch(`${server.origin}/auth/verify`, {
    headers: {
      Authorization: `Bearer ${token}`,
      'X-Forwarded-Host': 'localhost:8081',
      'X-Forwarded-Method': 'POST',
      'X-Forwarded-Uri': `/models/${project}/${model}/v1/models/${model}:predict`
    }
  });
  return answer.status;
}

it('asks one model, and opens neither another one, the API, nor Kubernetes', async () => {
  const token = await newToken('shop');
  expect(await asks('digits', token)).toBe(200);
  expect(await asks('iris', token)).toBe(401);
  expect((await send('GET', models, token)).status).toBe(401);
  const review = await admin.create(TOKEN_REVIEW, { metadata: {}, spec: { token } });
  expect(review.status?.authenticated ?? false).toBe(false);
});

it('is refused as soon as it is revoked in the panel, and soon after somebody deleted its Secret', async () => {
  const [shop, till] = [await newToken('revoked'), await newToken('deleted')];
  expect([await asks('digits', shop), await asks('digits', till)]).toEqual([200, 200]);
  const left = (await (await act('revokeClient', { name: 'revoked' })).json()) as ModelAccess;
  expect(left.clients.map(({ name }) => name)).not.toContain('revoked');
  expect(await asks('digits', shop)).toBe(401);
  await admin.delete(SECRET, { namespace: project, name: 'digits.client.deleted' });
  await eventually(async () => (await asks('digits', till)) === 401, 10);
});

it('is refused when its time is over', async () => {
  const model = await admin.get(INFERENCE_SERVICE, { namespace: project, name: 'digits' });
  const token = newClientToken('short');
  const hash = clientTokenHash(token, { namespace: project, name: 'digits' });
  const expires = new Date(Date.now() + 3_000).toISOString();
  await admin.create(SECRET, clientSecret(model, { name: 'short', hash, expires }, 'ada'));
  expect(await asks('digits', token)).toBe(200);
  await eventually(async () => (await asks('digits', token)) === 401, 10);
});

it('keeps a Secret that nobody prolongs, and that shows no token', async () => {
  const token = await newToken('kept');
  const key = { namespace: project, name: 'digits.client.kept' };
  const secret: Secret = await admin.get(SECRET, key);
  const values = Object.values(secret.data ?? {}).map(text => Buffer.from(text, 'base64'));
  expect(values.join(' ')).not.toContain(token.slice(-43));
  const later = Buffer.from('2999-01-01T00:00:00Z').toString('base64');
  await expect(admin.mergePatch(SECRET, key, { data: { expires: later } })).rejects.toThrow(
    /immutable/
  );
});

it('waits where it asks more often than the model allows', async () => {
  const token = await newToken('busy');
  expect((await act('limit', { limit: { perSecond: 1, burst: 2 } })).status).toBe(200);
  await eventually(async () => (await asks('digits', token)) === 429);
  expect(await asks('iris', editor)).toBe(200);
  expect((await act('limit', { limit: null })).status).toBe(200);
  await eventually(async () => (await asks('digits', token)) === 200);
});
