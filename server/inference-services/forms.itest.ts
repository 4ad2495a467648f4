/**
 * Models that are no estimators of a kernel, on the cluster's own KServe: a network of Keras, a folder of MLflow, a graph
 * of ONNX, one that answers texts, and functions of cells as services, transformers and explainers.
 */
import type { InferenceGraphItem, ModelTraffic, NewClient, Prediction } from '@kubeflow-lab/schema';
import { status } from '@grpc/grpc-js';
import { jest } from '@jest/globals';

import { eventually } from '../../kube/testing/cluster.js';
import { inferThroughGateway } from '../testing/grpc-gateway.js';
import { kerasAnswers, startKerasKernel } from '../testing/keras-kernel.js';
import { startServing } from '../testing/served-models.js';
import type { ServedModels } from '../testing/served-models.js';

jest.setTimeout(300_000);

let serving: ServedModels;

beforeAll(async () => {
  serving = await startServing();
  // Training begins before the first test needs what comes of it.
  await startKerasKernel(serving.project);
});

afterAll(() => serving?.end());

it('serves what MLflow left in a folder, a model of ONNX, and a function of a cell', async () => {
  expect(await serving.kernel.run('others')).toEqual({ mlflow: true, onnx: true, score: [6, 15] });
});

it('takes texts and answers texts by every protocol', async () => {
  const answers = ['gut', 'gut', 'übel', 'übel'];
  expect(await serving.kernel.run('texts')).toEqual({ answers, expected: answers });
  const data = ['good', 'bad müsli'];
  const inputs = [{ name: 'rows', shape: [2], datatype: 'BYTES', data }];
  const outputs = [{ name: 'output-0', shape: [2], datatype: 'BYTES', data: ['gut', 'übel'] }];
  const bodies = { v1: { instances: data }, v2: { inputs }, 'grpc-v2': { inputs } };
  const asked = Object.entries(bodies).map(async ([protocol, body]) => {
    const form = { protocol, body };
    const answer = await serving.send('POST', '/texts/actions/predict', form);
    return (await answer.json()) as Prediction;
  });
  expect(await Promise.all(asked)).toMatchObject([
    { status: 200, body: { predictions: ['gut', 'übel'] } },
    { status: 200, body: { outputs } },
    { status: 200, body: { outputs } }
  ]);
});

it('answers by gRPC through the gateway to who shows a token, and to nobody else', async () => {
  const { project, token } = serving;
  const inputs = [{ name: 'rows', shape: [1], datatype: 'BYTES', data: ['good'] }];
  const ask = (name: string, shown: string | null) =>
    inferThroughGateway({ namespace: project, name }, shown, { inputs });
  const { outputs } = await eventually(() => ask('texts', token), 60);
  expect(outputs).toMatchObject([{ datatype: 'BYTES', data: ['gut'] }]);
  await expect(ask('texts', null)).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
  await expect(ask('texts', 'x')).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
  const form = { name: 'shop', days: 1 };
  const made = await serving.sendToPlatform('POST', '/texts/actions/newClient', form);
  const client = ((await made.json()) as NewClient).token;
  expect((await ask('texts', client)).outputs).toEqual(outputs);
  await expect(ask('linear', client)).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
  // Nobody asked it through the gateway in another way.
  const counted = await serving.sendToPlatform('POST', '/texts/actions/traffic', {});
  const { versions } = (await counted.json()) as ModelTraffic;
  expect(versions[0].requests).toBeGreaterThanOrEqual(2);
  await serving.send('DELETE', '/texts');
});

it('serves a network of Keras from a cell with the very answers of the kernel', async () => {
  const { same, rows, answers } = await kerasAnswers(serving.project);
  expect(same).toBe(true);
  await serving.says('Serving version 1.', 'keras');
  const listed = await serving.sendToPlatform('POST', '/keras/actions/versions', {});
  expect(await listed.json()).toMatchObject({
    items: [{ version: '1', type: expect.stringMatching(/^keras\..*Sequential$/) }]
  });
  expectSame(await serving.throughGateway('keras', 'predict', rows), answers);
  await serving.send('DELETE', '/keras');
});

it('serves the highest of the numbered folders that Keras left on a volume', async () => {
  const { rows, answers } = await kerasAnswers(serving.project);
  const name = 'network';
  const form = { name, format: { name: 'tensorflow' }, storageUri: 'pvc://shared/network' };
  expect((await serving.send('POST', '', form)).status).toBe(201);
  await serving.says('Serving the model.', name);
  const asked = await serving.send('POST', `/${name}/actions/predict`, {
    protocol: 'v1',
    body: { instances: rows }
  });
  expectSame(((await asked.json()) as Prediction).body, answers);
  await serving.send('DELETE', `/${name}`);
});

/** The answer of a service equals, but for the last digits of its numbers, what was answered elsewhere. */
function expectSame(body: unknown, answers: readonly number[][]): void {
  const { predictions } = body as { predictions: number[][] };
  expect(predictions).toHaveLength(answers.length);
  predictions.flat().forEach((one, index) => {
    expect(Math.abs(one / answers.flat()[index] - 1)).toBeLessThan(1e-6);
  });
}

it('puts a transformer before a model, and an explainer beside it, from functions of cells', async () => {
  expect(await serving.kernel.run('beside')).toEqual({
    answers: [6.5, 10.5],
    explained: [[3, 5]]
  });
  const rows = [
    [1, 0],
    [0, 1]
  ];
  expect(await serving.throughGateway('linear', 'predict', rows)).toEqual({
    predictions: [expect.closeTo(6.5), expect.closeTo(10.5)]
  });
  const steps = [expect.closeTo(3), expect.closeTo(5)];
  expect(await serving.throughGateway('linear', 'explain', rows)).toEqual({
    explanations: [steps, steps]
  });
  const alone = { component: 'transformer' };
  expect((await serving.send('POST', '/linear/actions/withoutComponent', alone)).ok).toBe(true);
  await serving.says('Serving version 1.', 'linear');
  const asked = await serving.send('POST', '/linear/actions/predict', {
    protocol: 'v1',
    body: { instances: [[1, 0]] }
  });
  expect(((await asked.json()) as Prediction).body).toEqual({
    predictions: [expect.closeTo(3)]
  });
});

it('asks models by a graph, and says which of them it waits for', async () => {
  const { project } = serving;
  const metadata = { name: 'both', namespace: project };
  const all = [{ name: 'all', serviceName: 'linear', dependency: 'Hard' }];
  const nodes = {
    root: { routerType: 'Ensemble', steps: [...all, { name: 'chosen', nodeName: 'choice' }] },
    choice: {
      routerType: 'Switch',
      steps: [
        { serviceName: 'later', condition: 'instances.#(0==5)' },
        { serviceName: 'linear', condition: 'instances' }
      ]
    }
  };
  const graph = {
    apiVersion: 'serving.kserve.io/v1alpha1',
    kind: 'InferenceGraph',
    metadata,
    spec: { nodes }
  };
  const made = await serving.send('POST', '', graph, 'inferencegraphs');
  expect(made.status).toBe(201);
  const item = async () => {
    const answer = await serving.send('GET', '/both', undefined, 'inferencegraphs');
    return (await answer.json()) as InferenceGraphItem;
  };
  const says = (sentence: string) =>
    eventually(async () => {
      const { summary } = await item();
      return summary.message === sentence || Promise.reject(new Error(summary.message));
    }, 100);
  await says(
    'The graph waits. The model later does not answer: no model of this name is served in the project.'
  );
  const choice = { ...nodes.choice, steps: nodes.choice.steps.slice(1) };
  await eventually(async () => {
    const { object } = await item();
    const changed = { ...object, spec: { nodes: { ...nodes, choice } } };
    const edit = { object: changed };
    return (await serving.send('POST', '/both/actions/edit', edit, 'inferencegraphs')).ok;
  });
  await says('Answering with one model.');
  const body = { body: { instances: [[1, 0]] } };
  const asked = await serving.send('POST', '/both/actions/predict', body, 'inferencegraphs');
  const predictions = [expect.closeTo(3)];
  expect(((await asked.json()) as Prediction).body).toEqual({
    all: { predictions },
    chosen: { predictions }
  });
  await serving.send('DELETE', '/both', undefined, 'inferencegraphs');
  await serving.send('DELETE', '/linear');
});

it('says of a form that the chosen server does not read what it lacks', async () => {
  const name = 'as-sklearn';
  const form = { name, format: { name: 'sklearn' }, storageUri: 'pvc://shared/network' };
  expect((await serving.send('POST', '', form)).status).toBe(201);
  await serving.says(
    'The model failed to load: The model needs the Python package tensorflow, which this server does not have.',
    name
  );
});
