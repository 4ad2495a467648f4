import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { UntypedHandleCall } from '@grpc/grpc-js';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { INFERENCE_SERVICE_API } from './predict-grpc.js';
import type { InferMessage, InferReply } from './tensors.js';

type Callback = (error: object | null, reply?: Partial<InferReply>) => void;

const base = '/api/namespaces/ada/inferenceservices';
const source = 's3://ada/models/digits/1';
const tensors = { inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP64', data: [1, 2] }] };

let harness: Harness;
let ada: string;
let model: Server;
let port: number;
let asked: InferMessage[];
let answer: (callback: Callback) => void;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
  asked = [];
  model = new Server();
  const infer = (call: { request: InferMessage }, callback: Callback) => {
    asked.push(call.request);
    answer(callback);
  };
  model.addService(INFERENCE_SERVICE_API, { ModelInfer: infer as UntypedHandleCall });
  port = await new Promise<number>((resolve, reject) =>
    model.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error)
    )
  );
  await send(base, { name: 'digits', format: { name: 'sklearn' }, storageUri: source }).expect(201);
});
afterEach(async () => {
  model.forceShutdown();
  await harness.server.stop();
});

function send(path: string, body: object) {
  const headers = { Cookie: ada, 'X-Kubeflow-Lab': '1' };
  return request(harness.server.app).post(path).set(headers).send(body);
}

async function serveAt(ports: object[]): Promise<void> {
  harness.client.put('pods', {
    metadata: {
      namespace: 'ada',
      name: 'digits-1',
      labels: { 'serving.kserve.io/inferenceservice': 'digits', component: 'predictor' },
      annotations: { 'internal.serving.kserve.io/storage-initializer-sourceuri': source }
    },
    spec: { containers: [{ name: 'kserve-container', ports }] },
    status: {
      phase: 'Running',
      podIP: '127.0.0.1',
      conditions: [{ type: 'Ready', status: 'True' }]
    }
  } as object);
  await new Promise(resolve => setTimeout(resolve, 60));
}

const atGrpc = () =>
  serveAt([{ containerPort: 1 }, { name: 'grpc', containerPort: port, protocol: 'TCP' }]);
const ask = (body: object = tensors) =>
  send(`${base}/digits/actions/predict`, { protocol: 'grpc-v2', body });

it('asks a model at its port for gRPC, and answers what v2 would', async () => {
  await atGrpc();
  answer = callback =>
    callback(null, {
      model_name: 'digits',
      outputs: [{ name: 'y', shape: [1], datatype: 'INT64', contents: { int64_contents: [7] } }]
    });
  const { body } = await ask().expect(200);
  expect(body).toEqual({
    status: 200,
    milliseconds: expect.any(Number),
    body: {
      model_name: 'digits',
      id: '',
      outputs: [{ name: 'y', shape: [1], datatype: 'INT64', data: [7] }]
    }
  });
  expect(asked).toMatchObject([
    { model_name: 'digits', inputs: [{ shape: [1, 2], contents: { fp64_contents: [1, 2] } }] }
  ]);
});

it("passes the model's refusal on, with the status that HTTP has for it", async () => {
  await atGrpc();
  answer = callback => callback({ code: status.INVALID_ARGUMENT, details: 'X has 2 features' });
  const refused = await ask().expect(200);
  expect(refused.body).toMatchObject({ status: 400, body: { error: 'X has 2 features' } });
  answer = callback => callback({ code: status.INTERNAL, details: 'Internal server error' });
  expect((await ask().expect(200)).body).toMatchObject({ status: 500 });
});

it('says where the answer is too large, and where nobody answers', async () => {
  await atGrpc();
  const data = Array.from({ length: 700_000 }, () => 0.5);
  answer = callback =>
    callback(null, {
      outputs: [{ name: 'y', shape: [1], datatype: 'FP64', contents: { fp64_contents: data } }]
    });
  expect((await ask().expect(502)).text).toContain('an answer may have 4 MB');
  model.forceShutdown();
  expect((await ask().expect(502)).text).toContain('The model broke the connection off');
});

it('sends nothing that the protocol has no words for', async () => {
  await atGrpc();
  const refused = await ask({ instances: [[1, 2]] }).expect(422);
  expect(JSON.parse(refused.text)).toMatchObject({ errors: [{ path: 'body' }] });
  expect(asked).toEqual([]);
});

it('says that a model has no port for gRPC', async () => {
  await serveAt([{ containerPort: port }]);
  expect((await ask().expect(409)).text).toContain('has no port for gRPC');
  expect(asked).toEqual([]);
});
