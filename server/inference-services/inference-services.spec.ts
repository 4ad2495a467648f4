import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { InferenceService, StoredModel } from '@kubeflow-lab/resources';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { answeringPod } from './predict.js';

let harness: Harness;
let ada: string;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

const base = '/api/namespaces/ada/inferenceservices';
const form: StoredModel = {
  name: 'digits',
  format: { name: 'sklearn' },
  storageUri: 's3://ada/models/digits/1'
};
const send = (method: 'get' | 'post', path: string, cookie = ada) =>
  request(harness.server.app)[method](path).set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' });
const stored = () =>
  harness.client.world.table('inferenceservices').get('ada/digits') as InferenceService;
const wait = (milliseconds = 60) => new Promise(resolve => setTimeout(resolve, milliseconds));

/** A pod of the service that is ready, at that port. */
function pod(name: string, source: string, port = 8080, ready = true) {
  return {
    metadata: {
      namespace: 'ada',
      name,
      labels: { 'serving.kserve.io/inferenceservice': 'digits', component: 'predictor' },
      annotations: { 'internal.serving.kserve.io/storage-initializer-sourceuri': source }
    },
    spec: { containers: [{ name: 'kserve-container', ports: [{ containerPort: port }] }] },
    status: {
      phase: 'Running',
      podIP: '127.0.0.1',
      conditions: [
        { type: 'Ready' as const, status: ready ? ('True' as const) : ('False' as const) }
      ]
    }
  };
}

describe('a form', () => {
  it('makes a service, and the next version of the service of that name', async () => {
    const first = await send('post', base).send(form).expect(201);
    expect(first.body.summary).toMatchObject({ phase: 'Pending', version: '1' });
    const second = await send('post', base)
      .send({ ...form, storageUri: 's3://ada/models/digits/2' })
      .expect(201);
    expect(second.body.summary).toMatchObject({ version: '2' });
    expect(harness.client.world.calls).toContain('ada patch inferenceservices ada/digits');
    expect(stored().spec?.predictor?.model?.storageUri).toBe('s3://ada/models/digits/2');
  });

  it('is only answered on a dry run', async () => {
    const { body } = await send('post', `${base}?dryRun=true`).send(form).expect(200);
    expect(body.objects).toMatchObject([{ kind: 'InferenceService' }]);
    expect(stored()).toBeUndefined();
  });

  it("leaves a service of somebody's own alone", async () => {
    harness.client.put('inferenceservices', {
      metadata: { namespace: 'ada', name: 'digits' },
      spec: { predictor: { containers: [{ name: 'mine' }] } }
    } as object);
    const answer = await send('post', base).send(form).expect(409);
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ path: 'name' }] });
    expect(stored().spec?.predictor?.model).toBeUndefined();
  });

  it.each([
    ["somebody's", [], 409],
    ["an earlier service's", [{ kind: 'InferenceService', name: 'digits' }], 201]
  ])('finds %s Service of its name', async (_, ownerReferences, status) => {
    const metadata = { namespace: 'ada', name: 'digits-predictor', ownerReferences };
    harness.client.put('services', { metadata } as object);
    await send('post', base).send(form).expect(status);
    expect(stored() === undefined).toBe(status === 409);
  });

  it("takes the Service of Knative's Route for that of the model that is served, and of no other", async () => {
    const ownerReferences = [{ kind: 'Route', name: 'digits-predictor' }];
    const metadata = { namespace: 'ada', name: 'digits-predictor', ownerReferences };
    harness.client.put('services', { metadata } as object);
    await send('post', base).send(form).expect(409);
    harness.client.put('inferenceservices', {
      metadata: { namespace: 'ada', name: 'digits' },
      spec: { predictor: { model: {} } }
    } as object);
    await send('post', base).send(form).expect(201);
    expect(stored().spec?.predictor?.model?.storageUri).toBe(form.storageUri);
  });

  it('is planned without what an earlier version reports', async () => {
    await send('post', base).send(form).expect(201);
    const reporting: InferenceService = { ...stored(), status: { url: 'http://earlier' } };
    harness.client.put('inferenceservices', reporting);
    const { body } = await send('post', `${base}?dryRun=true`).send(form).expect(200);
    expect(body.objects[0].spec.predictor.model.storageUri).toBe(form.storageUri);
    expect(body.objects[0].status).toBeUndefined();
  });

  it('is refused where no node has so much memory', async () => {
    const answer = await send('post', base)
      .send({ ...form, memory: '900Gi' })
      .expect(422);
    const message = 'No node of the cluster has 900Gi of memory; the largest has 8Gi.';
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ path: 'memory', message }] });
    expect(stored()).toBeUndefined();
  });

  it('is refused with the field that is wrong', async () => {
    const answer = await send('post', base)
      .send({ ...form, storageUri: 'somewhere' })
      .expect(422);
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ path: 'storageUri' }] });
  });
});

it('is stopped and started', async () => {
  await send('post', base).send(form).expect(201);
  const stopped = await send('post', `${base}/digits/actions/stop`).expect(200);
  expect(stopped.body.summary.phase).toBe('Stopped');
  const started = await send('post', `${base}/digits/actions/start`).expect(200);
  expect(started.body.summary.phase).toBe('Pending');
});

describe('asking a model', () => {
  let http: Server;
  let answer: RequestListener;
  const asked: string[] = [];

  beforeEach(async () => {
    asked.length = 0;
    http = createServer((incoming, response) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => {
        asked.push(`${incoming.method} ${incoming.url} ${body}`);
        answer(incoming, response);
      });
    });
    await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
    await send('post', base).send(form).expect(201);
    const { port } = http.address() as AddressInfo;
    harness.client.put('pods', pod('digits-1', form.storageUri, port));
    await wait();
  });
  afterEach(async () => {
    http.closeAllConnections();
    await new Promise(resolve => http.close(resolve));
  });

  const ask = (cookie = ada) =>
    send('post', `${base}/digits/actions/predict`, cookie).send({
      protocol: 'v1',
      body: { instances: [[1, 2]] }
    });

  it('passes question and answer on, also an error of the model', async () => {
    answer = (_, response) => response.writeHead(422).end('{"error": "no"}');
    const { body } = await ask().expect(200);
    expect(body).toEqual({ status: 422, milliseconds: expect.any(Number), body: { error: 'no' } });
    expect(asked).toEqual(['POST /v1/models/digits:predict {"instances":[[1,2]]}']);
  });

  it('takes an answer that is no JSON for a text', async () => {
    answer = (_, response) => response.end('<h1>ok</h1>');
    expect((await ask().expect(200)).body.body).toBe('<h1>ok</h1>');
  });

  it.each<[string, RequestListener]>([
    ['leads elsewhere', (_, response) => response.writeHead(302, { Location: '/' }).end()],
    ['breaks off', (_, response) => response.destroy()],
    ['has no end', (_, response) => response.end(Buffer.alloc(5 * 2 ** 20, 'a'))]
  ])('is refused where the answer %s', async (_, listener) => {
    answer = listener;
    await ask().expect(502);
  });

  it('is for those who may see the service', async () => {
    await ask(await harness.signIn('bob')).expect(403);
    expect(asked).toEqual([]);
  });

  it('goes to a transformer in place of the model, and to an explainer when that is asked', async () => {
    answer = (_, response) => response.end('{}');
    const explain = () =>
      send('post', `${base}/digits/actions/predict`).send({
        protocol: 'v1',
        explain: true,
        body: {}
      });
    expect((await explain().expect(409)).text).toContain('%%serve --as explainer makes one');
    const { port } = http.address() as AddressInfo;
    harness.client.put('inferenceservices', {
      ...stored(),
      spec: { ...stored().spec, transformer: {}, explainer: {} }
    } as object);
    harness.client.put('pods', pod('digits-1', form.storageUri, 1));
    await wait();
    expect((await ask().expect(409)).text).toContain('the transformer is being loaded');
    for (const component of ['transformer', 'explainer']) {
      const one = pod(component, form.storageUri, port);
      one.metadata.labels.component = component;
      harness.client.put('pods', one);
    }
    await wait();
    await ask().expect(200);
    await explain().expect(200);
    expect(asked).toEqual([
      'POST /v1/models/digits:predict {"instances":[[1,2]]}',
      'POST /v1/models/digits:explain {}'
    ]);
  });

  it('goes to the activator of Knative, which brings a pod where there is none', async () => {
    const seen: unknown[] = [];
    answer = ({ headers }, response) => {
      seen.push([headers['knative-serving-namespace'], headers['knative-serving-revision']]);
      response.end('{}');
    };
    const { port } = http.address() as AddressInfo;
    const knative = await startServer(() => undefined, {
      activatorUrl: `http://127.0.0.1:${port}`
    });
    const cookie = await knative.signIn('ada');
    const put = (components: object) =>
      knative.client.put('inferenceservices', {
        ...stored(),
        status: { deploymentMode: 'Knative', components }
      } as object);
    const askThere = () =>
      request(knative.server.app)
        .post(`${base}/digits/actions/predict`)
        .set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' })
        .send({ protocol: 'v1', body: {} });
    put({});
    expect((await askThere().expect(409)).text).toContain('The model cannot be asked now: ');
    put({ predictor: { latestReadyRevision: 'digits-predictor-00001' } });
    await askThere().expect(200);
    expect(seen).toEqual([['ada', 'digits-predictor-00001']]);
    await knative.server.stop();
  });

  it('says what the service waits for where nothing answers', async () => {
    harness.client.put('pods', pod('digits-1', form.storageUri, 1, false));
    await wait();
    const refused = await ask().expect(409);
    expect(refused.text).toContain('The model cannot be asked now: ');
  });
});

describe('functions beside a model', () => {
  const act = (action: string, body: object) =>
    send('post', `${base}/digits/actions/${action}`).send(body);
  const functions = {
    component: 'transformer',
    storageUri: 's3://ada/models/digits-transformer/1'
  };

  beforeEach(() => send('post', base).send(form).expect(201));

  it('are put there with the runtime of the cluster, and taken away', async () => {
    const refused = await act('component', functions).expect(409);
    expect(refused.text).toContain('The cluster has no runtime for functions');
    harness.client.put('clusterservingruntimes', {
      metadata: { name: 'ours' },
      spec: {
        supportedModelFormats: [{ name: 'python-function' }],
        containers: [{ name: 'kserve-container', image: 'ours:1' }]
      }
    } as object);
    await act('component', functions).expect(200);
    expect(harness.client.world.calls).toContain('ada patch inferenceservices ada/digits');
    expect(stored().spec?.transformer).toMatchObject({
      containers: [{ image: 'ours:1', env: [{ name: 'STORAGE_URI', value: functions.storageUri }] }]
    });
    await act('withoutComponent', { component: 'transformer' }).expect(200);
    expect(stored().spec?.transformer).toBeUndefined();
  });

  it('lie in a bucket', async () => {
    await act('component', { ...functions, storageUri: '/etc' }).expect(422);
    await act('component', { ...functions, component: 'sidecar' }).expect(400);
  });
});

it('tells what the gateway counts of the version and its canary, to those who may see the service', async () => {
  await send('post', base).send(form).expect(201);
  const traffic = (cookie = ada) => send('post', `${base}/digits/actions/traffic`, cookie);
  const unknown = await traffic().expect(200);
  expect(unknown.body).toMatchObject({ versions: [], why: expect.stringContaining('not known') });
  await traffic(await harness.signIn('bob')).expect(403);

  const route = 'httproute-ada-model-ada-digits-gw-a-b-ep-web-0-a12318d5b74f8e47d0aa';
  const service = `${route}-svc-ada-digits-predictor-0@kubernetesgateway`;
  const gateway = createServer((_, response) =>
    response.end(`traefik_service_requests_total{code="200",service="${service}"} 3\n`)
  );
  await new Promise<void>(resolve => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  const counting = await startServer(() => undefined, {
    gatewayCountersUrl: `http://127.0.0.1:${port}`
  });
  counting.client.put('inferenceservices', {
    ...stored(),
    spec: { ...stored().spec, canary: [{ predictor: { name: 'canary' }, trafficPercent: 5 }] }
  } as InferenceService);
  const cookie = await counting.signIn('ada');
  const counted = () =>
    request(counting.server.app)
      .post(`${base}/digits/actions/traffic`)
      .set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' })
      .expect(200);
  expect((await counted()).body).toMatchObject({
    versions: [
      { canary: false, requests: 3, errors: 0 },
      { canary: true, requests: 0 }
    ],
    why: null
  });
  // A transformer stands before the model: the route leads to that.
  counting.client.put('inferenceservices', {
    ...stored(),
    spec: { ...stored().spec, transformer: {} }
  } as InferenceService);
  expect((await counted()).body.versions).toMatchObject([{ canary: false, requests: 0 }]);
  await counting.server.stop();
  await new Promise(resolve => gateway.close(resolve));
});

it('asks the wanted version where it answers already, and else what answers', () => {
  const service = { spec: { predictor: { model: { storageUri: 'b' } } } };
  const [old, next, late] = [pod('1', 'a'), pod('2', 'b'), pod('3', 'b', 8080, false)];
  expect(answeringPod(service, [old, next])).toBe(next);
  expect(answeringPod(service, [old, late])).toBe(old);
  expect(answeringPod(service, [late])).toBeNull();
});
