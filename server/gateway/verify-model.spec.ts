/** Clients of a served model: what their tokens open, for how long, and how often. */
import type { Secret } from '@kubeflow-lab/kube';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { ModelClients } from './model-clients.js';

const DAY_MS = 86_400_000;
const EDITOR = 'system:serviceaccount:ada:default-editor';
const base = '/api/namespaces/ada/inferenceservices';

let harness: Harness;
let ada: string;

beforeEach(async () => {
  harness = await startServer(client => {
    put(client, 'digits');
    put(client, 'iris');
  });
  harness.client.world.allow = ({ user, namespace }) =>
    user === namespace || (user === EDITOR && namespace === 'ada');
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

function put(
  client: Harness['client'],
  name: string,
  annotations: Record<string, string> = {}
): void {
  const metadata = { namespace: 'ada', name, uid: name, annotations };
  client.put('inferenceservices', { metadata, spec: { predictor: { model: {} } } } as object);
}

const act = (action: string, body: object = {}, model = 'digits') =>
  request(harness.server.app)
    .post(`${base}/${model}/actions/${action}`)
    .set({ Cookie: ada, 'X-Kubeflow-Lab': '1' })
    .send(body);
const tokenFor = async (name: string, model = 'digits'): Promise<string> =>
  (await act('newClient', { name, days: 30 }, model).expect(200)).body.token;
const uri = (model: string, path = `v1/models/${model}:predict`) => `/models/ada/${model}/${path}`;
const ask = (headers: Record<string, string>, to = uri('digits'), method = 'POST') =>
  request(harness.server.app)
    .get('/auth/verify')
    .set({
      'X-Forwarded-Host': 'localhost:8081',
      'X-Forwarded-Uri': to,
      'X-Forwarded-Method': method,
      ...headers
    });
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const secrets = () => harness.client.world.table('secrets') as Map<string, Secret>;
const kept = (name: string) => secrets().get(`ada/${name}`)!;

describe('a token of a client', () => {
  it('asks its model, and is kept nowhere', async () => {
    const token = await tokenFor('shop');
    expect(token).toMatch(/^kfl_shop_[\w-]{43}$/);
    const answer = await ask(bearer(token)).expect(200);
    expect(answer.headers).not.toHaveProperty('authorization');
    const all = JSON.stringify([...secrets().values(), ...harness.log]);
    const random = token.slice('kfl_shop_'.length);
    expect(all).not.toContain(random);
    expect(all).not.toContain(Buffer.from(random).toString('base64').slice(0, 40));
    const { body, text } = await act('access').expect(200);
    expect(body.clients).toMatchObject([{ name: 'shop', createdBy: 'ada' }]);
    expect(text).not.toContain('hash');
  });

  it('opens no other model, nothing beside predictions, and not the platform', async () => {
    const token = bearer(await tokenFor('shop'));
    await tokenFor('shop', 'iris');
    await ask(token, uri('iris')).expect(401);
    await ask(token, uri('none')).expect(401);
    await ask(token, '/models/bob/digits/v1/models/digits:predict').expect(401);
    await ask(token, uri('digits', 'v2/repository/models/digits/unload')).expect(403);
    await ask(token, uri('digits', 'metrics'), 'GET').expect(403);
    await ask(token, '/notebook/ada/nb/').expect(302);
    for (const path of [base, `${base}/digits`, '/api/session', '/api/settings']) {
      const refused = await request(harness.server.app).get(path).set(token).expect(401);
      expect(refused.text).toContain('its own model only');
    }
    expect(harness.client.world.calls).not.toContainEqual(expect.stringMatching(/tokenreviews/));
  });

  it('asks its model by gRPC, named by headers, and steers no server by it', async () => {
    const token = bearer(await tokenFor('shop'));
    const to = (model: string) => ({ 'KServe-Isvc-Namespace': 'ada', 'KServe-Isvc-Name': model });
    const call = (method: string, headers: object) =>
      ask({ ...token, ...headers }, `/inference.GRPCInferenceService/${method}`);
    await call('ModelInfer', to('digits')).expect(200);
    await call('ModelInfer', to('iris')).expect(401);
    await call('ModelInfer', {}).expect(404);
    await call('RepositoryModelUnload', to('digits')).expect(403);
    await ask(to('digits'), '/inference.GRPCInferenceService/ModelInfer').expect(403);
  });

  it.each([
    ['of another random part', (token: string) => token.slice(0, -3) + 'AAA'],
    ['of another client', (token: string) => token.replace('shop', 'shoq')],
    ['cut off', (token: string) => token.slice(0, -1)],
    ['of a name that could be a path', (token: string) => token.replace('shop', '../shop')],
    ['without a random part', () => 'kfl_shop_']
  ])('is not good %s', async (_, forged) => {
    await ask(bearer(forged(await tokenFor('shop')))).expect(401);
  });

  it('is refused from its last moment on, also while the cluster is away', async () => {
    const token = await tokenFor('shop');
    let now = Date.now();
    const clients = new ModelClients(harness.client, () => now);
    const service = harness.client.world.table('inferenceservices').get('ada/digits')!;
    now += 29.9 * DAY_MS;
    expect(await clients.identify(token, service)).toBe('shop');
    harness.client.world.away = true;
    now += 60_000;
    expect(await clients.identify(token, service)).toBe('shop');
    harness.client.world.away = false;
    now += 0.1 * DAY_MS;
    expect(await clients.identify(token, service)).toBeNull();
  });

  it('is refused as soon as it is revoked, and within 5 s where kubectl did it', async () => {
    const [first, second] = [await tokenFor('shop'), await tokenFor('till')];
    await ask(bearer(first)).expect(200);
    const left = await act('revokeClient', { name: 'shop' }).expect(200);
    expect(left.body.clients).toMatchObject([{ name: 'till' }]);
    await ask(bearer(first)).expect(401);
    await act('revokeClient', { name: 'shop' }).expect(404);

    let now = Date.now();
    const clients = new ModelClients(harness.client, () => now);
    const service = harness.client.world.table('inferenceservices').get('ada/digits')!;
    expect(await clients.identify(second, service)).toBe('till');
    secrets().delete('ada/digits.client.till');
    now += 5_000;
    expect(await clients.identify(second, service)).toBeNull();
  });

  it('is another one after it was revoked and made again', async () => {
    const first = await tokenFor('shop');
    await ask(bearer(first)).expect(200);
    await act('newClient', { name: 'shop', days: 1 }).expect(409);
    await act('revokeClient', { name: 'shop' }).expect(200);
    const second = await tokenFor('shop');
    await ask(bearer(first)).expect(401);
    await ask(bearer(second)).expect(200);
  });

  it.each<[string, (secret: Secret) => object]>([
    ['a Secret of another type', () => ({ type: 'Opaque' })],
    [
      'a model that was deleted',
      ({ metadata }) => ({
        metadata: {
          ...metadata,
          ownerReferences: [{ ...metadata!.ownerReferences![0], uid: 'earlier' }]
        }
      })
    ],
    [
      'no time at which it ends',
      ({ data }) => ({ data: { ...data, expires: Buffer.from('never').toString('base64') } })
    ],
    ['nothing', () => ({ data: undefined })]
  ])('is not believed of %s', async (_, change) => {
    const token = await tokenFor('shop');
    const secret = kept('digits.client.shop');
    harness.client.put('secrets', { ...secret, ...change(secret) });
    await ask(bearer(token)).expect(401);
  });

  it('does not go to another model with a copy of its Secret', async () => {
    const token = await tokenFor('shop');
    const { metadata, ...rest } = kept('digits.client.shop');
    const owner = { ...metadata!.ownerReferences![0], name: 'iris', uid: 'iris' };
    harness.client.put('secrets', {
      ...rest,
      metadata: { namespace: 'ada', name: 'iris.client.shop', ownerReferences: [owner] }
    } as object);
    await ask(bearer(token), uri('iris')).expect(401);
  });

  it('is made by whoever may write Secrets of the project, and by nobody else', async () => {
    harness.client.world.allow = ({ user, verb, resource }) =>
      user === 'ada' && !(resource === 'secrets' && verb === 'create');
    await act('newClient', { name: 'shop', days: 30 }).expect(403);
    ada = await harness.signIn('bob');
    await act('newClient', { name: 'shop', days: 30 }).expect(403);
  });

  it('is not told of to who may only look', async () => {
    harness.client.world.allow = ({ user, resource }) => user === 'ada' && resource !== 'secrets';
    const refused = await act('access').expect(403);
    expect(refused.text).toContain('Only who may read the Secrets');
  });

  it.each([
    [{ name: 'shop', days: 0 }, 400],
    [{ name: 'shop', days: 367 }, 400],
    [{ name: 'shop', days: 1.5 }, 400],
    [{ name: 'Shop', days: 1 }, 422],
    [{ name: '../x', days: 1 }, 422],
    [{ name: 'shop' }, 400]
  ])('is not made of %j', async (form, status) => {
    await act('newClient', form).expect(status);
  });
});

describe('a person', () => {
  it('asks a model at whatever address it answers, and steers its server at none', async () => {
    const person = { Cookie: ada, 'X-Kubeflow-Lab': '1' };
    for (const path of ['v1/models/digits:predict', 'classify', 'openai/v1/models']) {
      await ask(person, uri('digits', path)).expect(200);
    }
    for (const [method, path] of [
      ['GET', 'drain'],
      ['GET', '%64rain'],
      ['GET', '%2fdrain'],
      ['POST', 'v2/repository/models/digits/unload'],
      ['POST', 'v2%2frepository/models/digits/load']
    ]) {
      const refused = await ask(person, uri('digits', path), method).expect(403);
      expect(refused.text).toContain('is for the cluster alone');
    }
  });
});

describe('a limit', () => {
  const askUntilRefused = async (headers: Record<string, string>, most = 8) => {
    for (let asked = 0; asked < most; asked += 1) {
      const answer = await ask(headers);
      if (answer.status !== 200) {
        return { asked, answer };
      }
    }
    return { asked: most, answer: null };
  };

  it('holds for each client and each person by itself, with a sentence and a time to wait', async () => {
    await act('limit', { limit: { perSecond: 1, burst: 3 } }).expect(200);
    const [shop, till] = [await tokenFor('shop'), await tokenFor('till')];
    const { asked, answer } = await askUntilRefused(bearer(shop));
    expect(asked).toBe(3);
    expect(answer?.status).toBe(429);
    expect(answer?.headers).toMatchObject({
      'retry-after': '1',
      'content-type': expect.stringContaining('application/problem+json')
    });
    expect(JSON.parse(answer!.text)).toMatchObject({ status: 429, title: 'Too Many Requests' });
    await ask(bearer(till)).expect(200);
    const person = { Cookie: ada, 'X-Kubeflow-Lab': '1' };
    expect((await askUntilRefused(person)).asked).toBe(3);
    // Somebody who signs in once more is still the same person.
    const again = { ...person, Cookie: await harness.signIn('ada') };
    expect((await askUntilRefused(again)).asked).toBe(0);
  });

  it('is that of the installation where the model says none, or nothing that can be understood', async () => {
    Object.assign(harness.config.modelLimit, { perSecond: 1, burst: 2 });
    const token = bearer(await tokenFor('shop'));
    put(harness.client, 'digits', { 'lab.kubeflow.org/requests-per-second': 'no end' });
    expect((await askUntilRefused(token)).asked).toBe(2);
    expect((await act('access')).body).toMatchObject({
      limit: { perSecond: 1, burst: 2 },
      ownLimit: false
    });
  });

  it('is not used up by those who are refused', async () => {
    await act('limit', { limit: { perSecond: 1, burst: 1 } }).expect(200);
    const token = await tokenFor('shop');
    await ask(bearer('kfl_shop_' + 'A'.repeat(43))).expect(401);
    await ask(bearer(token)).expect(200);
  });

  it.each([{ perSecond: 0, burst: 1 }, { perSecond: 1 }, { perSecond: 1, burst: 1e9 }])(
    'is not %j',
    async limit => {
      await act('limit', { limit }).expect(400);
    }
  );
});
