/**
 * Models of real Python processes on the cluster's own KServe: deployed by `%deploy`, asked through the server, changed
 * while requests go on, broken in the ways in which models are.
 */
import { Agent, request } from 'node:http';

import { DEPLOYMENT, POD, SERVICE, isNotFound } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import { INFERENCE_SERVICE_LABEL } from '@kubeflow-lab/resources';
import type { HorizontalPodAutoscaler } from '@kubeflow-lab/resources';
import type { ModelForm, PredictForm, Prediction, Problem } from '@kubeflow-lab/schema';
import { jest } from '@jest/globals';

import { eventually } from '../../kube/testing/cluster.js';
import type { Kernel } from '../testing/kernel.js';
import { admin } from '../testing/listening.js';
import { startServing } from '../testing/served-models.js';
import type { ServedModels } from '../testing/served-models.js';

jest.setTimeout(300_000);

const AUTOSCALER: Kind<HorizontalPodAutoscaler> = {
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  namespaced: true
};
const RUNTIME = 'kubeflow-lab-sklearnserver';
const ROW = Array.from({ length: 64 }, (_, index) => index % 16);

let project: string;
let kernel: Kernel;
let serving: ServedModels;

beforeAll(async () => {
  serving = await startServing();
  ({ project, kernel } = serving);
});

afterAll(() => serving?.end());

const send: ServedModels['send'] = (...request) => serving.send(...request);
const summary = (name = 'digits') => serving.summary(name);
const says = (sentence: RegExp | string, name = 'digits') => serving.says(sentence, name);

function deploy(version: number, change: Partial<ModelForm> = {}): Promise<Response> {
  return send('POST', '', {
    name: 'digits',
    format: { name: 'sklearn', version: '1' },
    storageUri: `s3://${project}/models/digits/${version}`,
    ...change
  });
}

async function predict(protocol: PredictForm['protocol'], body: object): Promise<Prediction> {
  const answer = await send('POST', '/digits/actions/predict', { protocol, body });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Prediction;
}

/** Asks the Service itself, as other pods do, over connections that stay open. */
function askService(host: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(
      { host, agent, method: 'POST', path: '/v1/models/digits:predict' },
      answer => {
        let text = '';
        answer.on('data', chunk => (text += chunk));
        answer.on('end', () => {
          if (answer.statusCode === 200) {
            resolve((JSON.parse(text) as { predictions: number[] }).predictions[0]);
          } else {
            reject(new Error(`${answer.statusCode} ${text}`));
          }
        });
      }
    );
    asking.setHeader('Content-Type', 'application/json');
    asking.once('error', reject);
    asking.end(JSON.stringify({ instances: [ROW] }));
  });
}

it('serves a model of a kernel with the very answers of the kernel', async () => {
  expect(await kernel.run('digits', '1')).toEqual({ same: true, type: 'int64', rows: 1797 });
  expect(await says('Serving version 1.')).toMatchObject({
    phase: 'Running',
    rollout: 'Complete',
    version: '1',
    model: { format: 'sklearn', runtime: RUNTIME },
    replicas: { ready: 1, desired: 1 },
    url: `http://digits-predictor.${project}.svc.cluster.local`
  });
  const inputs = [{ name: 'x', shape: [1, 64], datatype: 'FP64', data: ROW }];
  const { status, body } = await predict('v2', { inputs });
  const one = await predict('v1', { instances: [ROW] });
  expect(status).toBe(200);
  expect((body as { outputs: { data: number[] }[] }).outputs[0].data).toEqual(
    (one.body as { predictions: number[] }).predictions
  );
  const byGrpc = await predict('grpc-v2', { inputs });
  expect((byGrpc.body as { outputs: object[] }).outputs).toMatchObject([
    { shape: [1], datatype: 'INT64', data: (one.body as { predictions: number[] }).predictions }
  ]);
});

it('has HTTP at port 80 of its Service, and gRPC at 8081', async () => {
  const { spec } = await admin.get(SERVICE, { namespace: project, name: 'digits-predictor' });
  const ports = spec?.ports?.map(({ name, port, targetPort }) => [name, port, targetPort]);
  expect(ports).toEqual([
    ['http', 80, 8080],
    ['grpc', 8081, 8081]
  ]);
});

it('says what is wrong with rows', async () => {
  const { status, body } = await predict('v1', { instances: [[1, 2]] });
  expect(status).toBe(400);
  expect((body as { error: string }).error).toMatch(/^X has 2 features/);
});

it('takes tables with texts and gaps, and loses no digit', async () => {
  expect(await kernel.run('table')).toEqual({ difference: 0 });
});

it('serves what xgboost and lightgbm made of real data', async () => {
  expect(await kernel.run('boosted')).toEqual({ xgboost: true, lightgbm: true });
});

it('changes the version without one failed request', async () => {
  const { spec } = await admin.get(SERVICE, { namespace: project, name: 'digits-predictor' });
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const versions: number[] = [];
  const failures: unknown[] = [];
  let changing = true;
  const ask = async (one: () => Promise<number>) => {
    while (changing) {
      try {
        versions.push(Math.floor((await one()) / 100));
      } catch (error) {
        failures.push(error);
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  };
  const throughServer = async () => {
    const { body } = await predict('v1', { instances: [ROW] });
    return (body as { predictions: number[] }).predictions[0];
  };
  const load = [
    ask(() => askService(spec?.clusterIP ?? '', agent)),
    ask(() => askService(spec?.clusterIP ?? '', new Agent())),
    ask(throughServer)
  ];
  expect(await kernel.run('digits', '2')).toMatchObject({ same: true });
  await eventually(async () => {
    const pods = await admin.list(POD, {
      namespace: project,
      labelSelector: `${INFERENCE_SERVICE_LABEL}=digits`
    });
    return pods.items.length === 1 && versions.length >= 1000;
  }, 60);
  changing = false;
  await Promise.all(load);
  agent.destroy();
  expect(failures).toEqual([]);
  expect(new Set(versions)).toEqual(new Set([1, 2]));
  expect(versions.at(-1)).toBe(2);
});

it('grows under load between the bounds it is given, without a new pod for the change itself', async () => {
  const namespace = project;
  const labelSelector = `${INFERENCE_SERVICE_LABEL}=digits`;
  const names = async () =>
    (await admin.list(POD, { namespace, labelSelector })).items.map(pod => pod.metadata?.name);
  const [pod] = await names();
  const scaled = { minReplicas: 1, maxReplicas: 2, metric: 'cpu', target: 10 };
  expect((await send('POST', '/digits/actions/scale', scaled)).status).toBe(200);
  await eventually(async () => {
    const { spec } = await admin.get(AUTOSCALER, { namespace, name: 'digits-predictor' });
    expect(spec).toMatchObject({
      minReplicas: 1,
      maxReplicas: 2,
      metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 10 } } }]
    });
    return true;
  });
  const { spec } = await admin.get(SERVICE, { namespace, name: 'digits-predictor' });
  const agent = new Agent({ keepAlive: true });
  await eventually(async () => {
    await Promise.all([1, 2, 3, 4].map(() => askService(spec?.clusterIP ?? '', agent)));
    const { replicas, scale } = await summary();
    expect({ replicas, measured: scale?.measured }).toMatchObject({
      replicas: { desired: 2 },
      measured: expect.any(Number)
    });
    return true;
  }, 120);
  agent.destroy();
  expect(await names()).toContain(pod);
  const one = await send('POST', '/digits/actions/scale', { ...scaled, maxReplicas: 1 });
  expect(one.status).toBe(200);
  await eventually(async () => (await names()).length === 1, 60);
  const none = await send('POST', '/digits/actions/scale', { ...scaled, minReplicas: 0 });
  expect(((await none.json()) as Problem).errors).toMatchObject([{ path: 'minReplicas' }]);
});

/** How large a part of so many requests through the gateway a version answers, once it gets any. */
async function shareOf(version: number, requests: number): Promise<number> {
  const isAnswered = async () => {
    const answer = await serving.throughGateway('digits', 'predict', [ROW]);
    return Math.floor((answer as { predictions: number[] }).predictions[0] / 100) === version;
  };
  await eventually(isAnswered, 60);
  const lanes = 8;
  const counts = Array.from({ length: lanes }, async () => {
    let count = 0;
    for (let asked = 0; asked < requests / lanes; asked += 1) {
      count += Number(await isAnswered());
    }
    return count;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count) / requests;
}

it('gives a version its share of the requests, asks it by itself, and takes it away', async () => {
  const body = { instances: [ROW] };
  const ask = async (canary: boolean) => {
    const answer = await send('POST', '/digits/actions/predict', { protocol: 'v1', body, canary });
    return ((await answer.json()) as Prediction).body as { predictions: number[] };
  };
  expect((await deploy(1, { canary: 10 })).status).toBe(201);
  await says('Serving version 2; version 1 gets 10 % of the requests.');
  expect(Math.floor((await ask(true)).predictions[0] / 100)).toBe(1);
  expect(Math.floor((await ask(false)).predictions[0] / 100)).toBe(2);
  const requests = 400;
  const deviation = Math.sqrt((0.1 * 0.9) / requests);
  expect(Math.abs((await shareOf(1, requests)) - 0.1)).toBeLessThan(4 * deviation);
  expect((await send('POST', '/digits/actions/withdraw')).status).toBe(200);
  await says('Serving version 2.');
  expect((await summary()).canary).toBeNull();
});

it('makes a canary the served version, and goes back to the one before', async () => {
  expect((await deploy(1, { canary: 10 })).status).toBe(201);
  await says('Serving version 2; version 1 gets 10 % of the requests.');
  const act = async (action: string, form: object) =>
    (await serving.sendToPlatform('POST', `/digits/actions/${action}`, form)).status;
  expect(await act('promote', {})).toBe(200);
  await says('Serving version 1.');
  expect(await act('rollback', { version: '2' })).toBe(200);
  await says('Serving version 2.');
  const { body } = await predict('v1', { instances: [ROW] });
  expect(Math.floor((body as { predictions: number[] }).predictions[0] / 100)).toBe(2);
});

it('goes on serving where the next version cannot be read, is not there, or is of no known format', async () => {
  await kernel.run('broken', '3');
  expect((await deploy(3)).status).toBe(201);
  const broken = await says(
    /^Version 3 failed to load: The file model\.joblib cannot be read \(.+\); version 2 serves\.$/
  );
  expect(broken).toMatchObject({ phase: 'Running', reason: 'Crash', rollout: 'Failed' });
  await deploy(9);
  await says(/^Version 9 could not be fetched: .*No model found.*; version 2 serves\.$/);
  await deploy(2, { format: { name: 'caffe' } });
  await says('No runtime of the cluster serves models of the format caffe; version 2 serves.');
  await deploy(2, { runtime: 'none-such' });
  await says(/^The cluster has no runtime none-such; .*; version 2 serves\.$/);
  await deploy(2, { memory: '48Mi' });
  await says(
    /^Serving version 2 with its earlier settings; with the new ones it ran out of memory \(it had 48Mi\)/
  );
  const { body } = await predict('v1', { instances: [ROW] });
  expect((body as { predictions: number[] }).predictions[0]).toBeGreaterThanOrEqual(200);
});

it('tells a model that died from one that never came up', async () => {
  await kernel.run('crashing', '4');
  expect((await deploy(4, { memory: '512Mi' })).status).toBe(201);
  await says('Serving version 4.');
  const answer = await send('POST', '/digits/actions/predict', {
    protocol: 'v1',
    body: { instances: [[1]] }
  });
  expect(await answer.json()).toMatchObject({ status: 502 });
  await says(/^Version 4 was serving and ended with exit code 139/);
});

it('says of each of many what is wrong with it', async () => {
  const lies = `s3://${project}/models/digits/2`;
  const written = (name: string, predictor: object) => ({
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name },
    spec: { predictor: { serviceAccountName: 'default-editor', ...predictor } }
  });
  const formats = { modelFormat: { name: 'sklearn' }, storageUri: lies };
  const container = { name: 'kserve-container', image: 'localhost/no-such-image:1' };
  const wrong: [object, RegExp][] = [
    [
      { name: 'other', format: { name: 'tensorflow' }, storageUri: lies, runtime: RUNTIME },
      /^The runtime kubeflow-lab-sklearnserver does not serve models of the format tensorflow\.$/
    ],
    [
      written('image', { containers: [container] }),
      /^The image localhost\/no-such-image:1 cannot be fetched;/
    ],
    [
      { name: 'volume', format: { name: 'sklearn' }, storageUri: 'pvc://no-such/model' },
      /^The volume no-such does not exist;/
    ],
    [
      { name: 'store', format: { name: 'sklearn' }, storageUri: 'gs://bucket/model' },
      /^The model could not be fetched: .* needs the package google\.cloud;/
    ],
    [
      written('port', { model: { ...formats, args: ['--http_port=9000'] } }),
      /^Version 2 runs, but nothing answers at port 8080 yet:/
    ]
  ];
  const named = (body: object) =>
    'name' in body ? body.name : (body as { metadata: { name: string } }).metadata.name;
  await Promise.all(
    wrong.map(async ([body]) => expect((await send('POST', '', body)).status).toBe(201))
  );
  await Promise.all(wrong.map(([body, sentence]) => says(sentence, String(named(body)))));
  await Promise.all(wrong.map(([body]) => send('DELETE', `/${String(named(body))}`)));
});

it('refuses a name that a Service of somebody else has', async () => {
  const metadata = { namespace: project, name: 'mine-predictor' };
  await admin.create(SERVICE, { metadata, spec: { ports: [{ port: 80 }] } });
  const answer = await deploy(2, { name: 'mine' });
  expect(answer.status).toBe(409);
  expect(((await answer.json()) as Problem).detail).toMatch(/^There is a Service named/);
});

it('stops, starts again, and leaves nothing but the stored versions when it is deleted', async () => {
  await send('POST', '/digits/actions/stop');
  await says('The service is stopped; its model is kept.');
  await send('POST', '/digits/actions/start');
  await says('Serving version 4.');
  expect((await send('DELETE', '/digits')).status).toBe(202);
  const gone = async () => {
    try {
      await admin.get(DEPLOYMENT, { namespace: project, name: 'digits-predictor' });
      return false;
    } catch (error) {
      return isNotFound(error);
    }
  };
  await eventually(gone, 60);
  expect((await send('GET', '/digits')).status).toBe(404);
  expect(await kernel.run('versions')).toEqual({ versions: ['1', '2', '3', '4'] });
});
