import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

const compile = (body: object, cookie = ada) =>
  request(harness.server.app)
    .post('/api/compile')
    .set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' })
    .send(body);
const cell = (id: string, tag: string, source: string) => ({
  id,
  cell_type: 'code',
  source,
  metadata: { tags: [tag] }
});
const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    cell('p', 'pipeline-parameters', 'rate = 0.1'),
    cell('a', 'step:load', 'data = [1, 2]'),
    cell('b', 'step:train', 'print(data, rate)')
  ]
};

it('answers the graph of a notebook', async () => {
  const { body } = await compile({ notebook, emit: 'graph' }).expect(200);
  expect(body.graph).toMatchObject({
    edges: [{ from: 'load', to: 'train', variables: ['data'] }],
    parameters: [{ name: 'rate', type: 'float', default: 0.1 }],
    steps: [{ name: 'load' }, { name: 'train', inputs: ['data'], parameters: ['rate'] }],
    diagnostics: []
  });
});

it.each([
  ['workflow', 'kind: Workflow'],
  ['kfp', 'pipelineInfo:'],
  ['python', 'data = [1, 2]']
])('puts it out as %s', async (emit, text) => {
  const { body } = await compile({ notebook, emit, path: 'flow.ipynb' }).expect(200);
  expect(body.output).toContain(text);
  expect(body.graph.steps).toHaveLength(2);
});

it('puts out what the notebook imports from its folder with the code of its steps', async () => {
  const modules = [{ path: 'helper.py', source: 'rate = 1' }];
  const { body } = await compile({ notebook, emit: 'workflow', modules }).expect(200);
  const encoded = [...body.output.matchAll(/data: ([A-Za-z0-9+/=]{40,})/g)].map(([, text]) => text);
  expect(encoded).toHaveLength(2);
  for (const text of encoded) {
    expect(JSON.parse(Buffer.from(text, 'base64').toString()).modules).toEqual(modules);
  }
});

it('puts nothing out of a notebook with an error', async () => {
  const broken = { ...notebook, cells: [cell('a', 'step:load', 'x = (')] };
  const { body } = await compile({ notebook: broken, emit: 'workflow' }).expect(200);
  expect(body.graph.diagnostics).toMatchObject([{ code: 'syntax-error' }]);
  expect(body).not.toHaveProperty('output');
});

it.each([[{}], [null], ['text'], [{ cells: 'none' }], [{ cells: [null, { source: 7 }] }]])(
  'says what is wrong with %j in the diagnostics',
  async broken => {
    const { body } = await compile({ notebook: broken, emit: 'graph' }).expect(200);
    expect(body.graph.diagnostics.length).toBeGreaterThan(0);
  }
);

it('says that a value is not of the type of its parameter', async () => {
  const parameters = { rate: 'fast' };
  const { body } = await compile({ notebook, emit: 'graph', parameters }).expect(200);
  expect(body.graph.diagnostics).toMatchObject([{ code: 'invalid-parameter-value' }]);
});

it('refuses what is no request for that', async () => {
  await compile({ notebook, emit: 'cobol' }).expect(400);
  await compile({ notebook, emit: 'graph' }, '').expect(401);
});

it('says that a notebook is too much for it', async () => {
  const deep = `x = ${'('.repeat(5000)}1${')'.repeat(5000)}`;
  const answer = await compile({
    notebook: { ...notebook, cells: [cell('a', 'step:load', deep)] },
    emit: 'graph'
  }).expect(422);
  expect(answer.text).toContain('The notebook cannot be compiled');
});
