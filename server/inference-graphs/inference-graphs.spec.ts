import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;
let router: Server | undefined;

const base = '/api/namespaces/ada/inferencegraphs';
const manifest = {
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'InferenceGraph',
  metadata: { name: 'both' },
  spec: { nodes: { root: { routerType: 'Ensemble', steps: [{ serviceName: 'digits' }] } } }
};

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(async () => {
  router?.close();
  await harness.server.stop();
});

const send = (method: 'get' | 'post', path: string) =>
  request(harness.server.app)[method](path).set({ Cookie: ada, 'X-Kubeflow-Lab': '1' });

const ready = (label: string, name: string, port: number) => ({
  metadata: { namespace: 'ada', name: `${name}-1`, labels: { [label]: name } },
  spec: { containers: [{ name, ports: [{ containerPort: port }] }] },
  status: { phase: 'Running', podIP: '127.0.0.1', conditions: [{ type: 'Ready', status: 'True' }] }
});

/** A model that is served, and a router that answers with what it is asked. */
async function serveAll(): Promise<void> {
  router = createServer((asked, answer) => asked.pipe(answer)).listen(0, '127.0.0.1');
  await new Promise(resolve => router?.once('listening', resolve));
  const { port } = router.address() as AddressInfo;
  harness.client.put('inferenceservices', {
    metadata: { namespace: 'ada', name: 'digits' },
    spec: { predictor: { model: {} } }
  } as object);
  harness.client.put('pods', ready('serving.kserve.io/inferenceservice', 'digits', 1) as object);
  harness.client.put('pods', ready('serving.kserve.io/inferencegraph', 'both', port) as object);
}

it('says what it waits for, and answers when router and models do', async () => {
  const made = await send('post', base).send(manifest).expect(201);
  expect(made.body.summary).toMatchObject({ phase: 'Pending', models: [{ name: 'digits' }] });
  const refused = await send('post', `${base}/both/actions/predict`).send({ body: 1 }).expect(409);
  expect(JSON.parse(refused.text).detail).toMatch(
    /^The graph cannot be asked now: The graph waits/
  );
  await serveAll();
  const { body } = await send('get', `${base}/both`).expect(200);
  expect(body.summary.message).toBe('Answering with one model.');
  const asked = { instances: [[1]] };
  const answer = await send('post', `${base}/both/actions/predict`).send({ body: asked });
  expect(answer.body).toMatchObject({ status: 200, body: asked });
});

it('is stopped, started and edited as a whole', async () => {
  await send('post', base).send(manifest).expect(201);
  const stopped = await send('post', `${base}/both/actions/stop`).expect(200);
  expect(stopped.body.summary.phase).toBe('Stopped');
  const { object } = (await send('post', `${base}/both/actions/start`).expect(200)).body;
  const root = { routerType: 'Sequence', steps: [{ serviceName: 'digits' }] };
  const changed = { ...object, spec: { nodes: { root } } };
  const edit = () => send('post', `${base}/both/actions/edit`);
  const planned = await edit().send({ object: changed, dryRun: true }).expect(200);
  expect(planned.body.summary.nodes[0].router).toBe('Sequence');
  await edit().send({ object: changed }).expect(200);
  const late = await edit()
    .send({ object: { ...changed, spec: {} } })
    .expect(409);
  expect(JSON.parse(late.text).detail).toMatch(/changed by somebody else meanwhile/);
});
