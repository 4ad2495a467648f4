import {
  plainExperiment,
  readRun,
  writeFields,
  writeRun,
  writeSearch
} from '@kubeflow-lab/resources';
import type { ConfigMap, Experiment, PodTemplateSpec } from '@kubeflow-lab/resources';
import type { ExperimentForm, LogLine, TrialSummary } from '@kubeflow-lab/schema';
import { createHash } from 'node:crypto';
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

const base = '/api/namespaces/ada/experiments';
const form: ExperimentForm = {
  name: 'sweep',
  image: 'jupyter:1',
  code: { cells: [{ id: 'c', source: 'print("loss=1")' }], modules: [], parameters: { rate: 0.1 } },
  objective: { metric: 'loss', type: 'minimize' },
  algorithm: { name: 'random' },
  parameters: [{ name: 'rate', type: 'double', min: '0.01', max: '0.1' }],
  maxTrials: 12,
  parallelTrials: 3,
  maxFailedTrials: 3,
  resources: {},
  env: [],
  volumes: []
};
const send = (method: 'get' | 'post', path: string) =>
  request(harness.server.app)[method](path).set({ Cookie: ada, 'X-Kubeflow-Lab': '1' });
const stored = (plural: string, name: string) =>
  harness.client.world.table(plural).get(`ada/${name}`);
const wait = (milliseconds = 60) => new Promise(resolve => setTimeout(resolve, milliseconds));

describe('a form', () => {
  it('makes the sweep and the ConfigMap that it owns, with the code exactly as it was sent', async () => {
    const code =
      '{"cells": [{"id":"c","source":"x = \\"${trialParameters.rate} {{workflow.name}} $(HOME)\\""}],' +
      ' "modules":[], "parameters":{"rate": 0.10}}';
    const rest: Partial<ExperimentForm> = { ...form };
    delete rest.code;
    const body = `${JSON.stringify(rest).slice(0, -1)}, "code": ${code}}`;
    const answer = await send('post', base).type('json').send(body).expect(201);
    expect(answer.body.summary).toMatchObject({ phase: 'Queued', counts: { maximum: 12 } });
    const configMap = stored('configmaps', 'sweep.sweep-code') as ConfigMap;
    expect(configMap.data?.['code.json']).toBe(code);
    expect(configMap.metadata).toMatchObject({
      ownerReferences: [{ kind: 'Experiment', name: 'sweep' }],
      annotations: {
        'lab.kubeflow.org/code-sha256': createHash('sha256').update(code).digest('hex')
      }
    });
  });

  const wholeSweep = (): Experiment => {
    const plain = writeSearch(plainExperiment(), {
      name: 'sweep',
      metric: 'loss',
      additional: 'accuracy',
      parameters: [
        {
          name: 'rate',
          type: 'double',
          min: '0.01',
          max: '0.1',
          step: '',
          list: '',
          distribution: ''
        }
      ]
    });
    const { kind, job } = readRun(plain)!;
    return writeRun(plain, { kind, job: writeFields(job, kind, { image: 'jupyter:2' }) });
  };

  it('may bring the whole sweep, which counts, and gets the code', async () => {
    const manifest = { ...wholeSweep(), metadata: { name: 'whole', labels: { team: 'a' } } };
    await send('post', base)
      .send({ ...form, manifest })
      .expect(201);
    const { metadata, spec } = stored('experiments', 'whole') as Experiment;
    expect(metadata?.labels).toEqual({ team: 'a' });
    expect(spec?.objective).toMatchObject({ additionalMetricNames: ['accuracy'] });
    expect(stored('configmaps', 'whole.sweep-code')).toBeDefined();
    const { template } = spec?.trialTemplate?.trialSpec?.spec as { template: PodTemplateSpec };
    expect(template.spec?.volumes).toEqual([
      { name: 'code', configMap: { name: 'whole.sweep-code' } }
    ]);
    expect(template.spec?.containers?.[0]).toMatchObject({
      image: 'jupyter:2',
      command: expect.arrayContaining(['kubeflow_lab.runtime']),
      env: expect.arrayContaining([
        { name: 'KFL_PARAMETERS', value: '{"rate": ${trialParameters.rate}}' },
        { name: 'KUBEFLOW_LAB_METRICS', value: 'loss,accuracy' }
      ])
    });
  });

  it.each([
    ['no sweep', { kind: 'TFJob' }, 'kind'],
    ['for another project', { metadata: { name: 'a', namespace: 'b' } }, 'metadata.namespace'],
    ['of trials that take no code', { spec: {} }, 'manifest']
  ])('brings a sweep that is %s: refused', async (_, change, path) => {
    const manifest = { ...wholeSweep(), ...change };
    const answer = await send('post', base)
      .send({ ...form, manifest })
      .expect(422);
    expect(answer.body.errors).toMatchObject([{ path }]);
  });

  const step = (id: string, source: string, ...tags: string[]) => ({
    cell_type: 'code',
    id,
    metadata: { tags },
    source
  });
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      step('values', 'rate = 0.1', 'parameters'),
      step('fit', 'loss = rate * 2', 'step:fit'),
      step('report', 'print(loss)', 'pipeline-metrics')
    ]
  };
  const ofPipeline = {
    ...form,
    code: undefined,
    pipeline: { notebook, path: 'work/fit.ipynb', modules: [] }
  };

  it('makes a sweep of a pipeline, whose trials are its runs', async () => {
    await send('post', base).send(ofPipeline).expect(201);
    const { spec } = stored('experiments', 'sweep') as Experiment;
    expect(spec?.trialTemplate?.trialSpec).toMatchObject({
      kind: 'Workflow',
      spec: { arguments: { parameters: [{ name: 'rate', value: '${trialParameters.rate}' }] } }
    });
    expect(JSON.stringify(spec)).toContain('"labels":{"katib.kubeflow.org/model-training":"true"}');
    expect(stored('configmaps', 'sweep.sweep-code')).toBeUndefined();
  });

  it.each([
    [{ objective: { metric: 'accuracy', type: 'maximize' } }, 'No step of the pipeline reports'],
    [
      { parameters: [{ name: 'depth', type: 'int', min: '1', max: '3' }] },
      'The pipeline has no parameter depth'
    ],
    [{ pipeline: { notebook: { cells: [] }, path: 'a', modules: [] } }, 'The notebook has no steps']
  ])('is refused where the pipeline has not what it names: %j', async (change, sentence) => {
    const { body } = await send('post', base)
      .send({ ...ofPipeline, ...change })
      .expect(422);
    expect(JSON.stringify(body)).toContain(sentence);
    expect(stored('experiments', 'sweep')).toBeUndefined();
  });

  it('is refused with every field that is wrong, and makes nothing', async () => {
    const answer = await send('post', base)
      .send({ ...form, parallelTrials: 20, volumes: [{ claim: 'shared', path: 'x' }] })
      .expect(422);
    const { errors } = JSON.parse(answer.text) as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['parallelTrials', 'volumes.0.path'])
    );
    expect(stored('experiments', 'sweep')).toBeUndefined();
  });
});

describe('a sweep', () => {
  const experiment = (spec: object, status: object) => ({
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'Experiment',
    metadata: { namespace: 'ada', name: 'sweep', uid: 'sweep-uid' },
    spec: { maxTrialCount: 12, parallelTrialCount: 3, ...spec },
    status
  });
  const running = { conditions: [{ type: 'Running', status: 'True' }], trialsSucceeded: 4 };

  function putTrial(name: string, second: number): void {
    harness.client.put('trials', {
      metadata: {
        namespace: 'ada',
        name,
        creationTimestamp: `2026-01-01T00:00:0${second}Z`,
        labels: { 'katib.kubeflow.org/experiment': 'sweep' }
      },
      spec: { primaryContainerName: 'training-container' }
    } as object);
    harness.client.put('pods', {
      metadata: {
        namespace: 'ada',
        name: `${name}-abc`,
        labels: { 'batch.kubernetes.io/job-name': name, 'katib.kubeflow.org/trial': name }
      },
      spec: { containers: [{ name: 'metrics' }, { name: 'training-container' }] },
      status: {
        phase: 'Running',
        containerStatuses: [{ name: 'training-container', state: { running: {} } }]
      }
    } as object);
    harness.client.world.logs.set(`ada/${name}-abc`, [`2026-01-01T00:00:0${second}Z of ${name}`]);
  }

  it('has its trials, and the lines of its log by trial', async () => {
    harness.client.put('experiments', experiment({}, running));
    putTrial('sweep-b', 1);
    putTrial('sweep-a', 2);
    await wait();
    const { body } = await send('get', `${base}/sweep`).expect(200);
    expect(body.summary.trials.map(({ name }: TrialSummary) => name)).toEqual([
      'sweep-b',
      'sweep-a'
    ]);
    const read = async (query: string) =>
      (await send('get', `${base}/sweep/logs${query}`).expect(200)).body.lines.map(
        ({ replica, text }: LogLine) => `${replica}: ${text}`
      );
    expect(await read('')).toEqual(['sweep-b: of sweep-b', 'sweep-a: of sweep-a']);
    expect(await read('?part=sweep-a')).toEqual(['sweep-a: of sweep-a']);
  });

  it('tells its trials as they come', async () => {
    harness.client.put('experiments', experiment({}, running));
    await wait();
    expect((await send('get', base)).body.items[0].summary.trials).toEqual([]);
    putTrial('sweep-a', 1);
    await wait(100);
    expect((await send('get', base)).body.items[0].summary.trials).toHaveLength(1);
  });

  it('whose search failed says why, as soon as that is known', async () => {
    const conditions = (message: string) => ({
      conditions: [{ type: 'Failed', status: 'True', message }]
    });
    harness.client.put('experiments', experiment({}, conditions('Suggestion has failed')));
    await wait();
    const message = async () => (await send('get', base)).body.items[0].summary.message;
    expect(await message()).toBe('Suggestion has failed.');
    harness.client.put('suggestions', {
      metadata: { namespace: 'ada', name: 'sweep' },
      status: conditions('Validation failed: no setting gama')
    } as object);
    await wait(100);
    expect(await message()).toBe('The search for values failed: no setting gama.');
  });

  it('ends with what is done when it is stopped', async () => {
    harness.client.put('experiments', experiment({}, running));
    await send('post', `${base}/sweep/actions/stop`).expect(200);
    expect((stored('experiments', 'sweep') as Experiment).spec?.maxTrialCount).toBe(4);
  });

  it('cannot be stopped twice', async () => {
    const ended = { conditions: [{ type: 'Succeeded', status: 'True' }] };
    harness.client.put('experiments', experiment({}, ended));
    await send('post', `${base}/sweep/actions/stop`).expect(409);
  });

  it('whose goal is reached ends the trials that go on, and no others', async () => {
    const ended = { conditions: [{ type: 'Succeeded', status: 'True' }] };
    harness.client.put('experiments', experiment({}, running));
    putTrial('sweep-a', 1);
    putTrial('sweep-b', 2);
    harness.client.put('trials', {
      ...stored('trials', 'sweep-b'),
      status: { conditions: [{ type: 'Succeeded', status: 'True' }] }
    } as object);
    const stop = () => send('post', `${base}/sweep/actions/stop-trials`);
    expect((await stop().expect(409)).body.detail).toMatch(/has not ended/);
    harness.client.put('experiments', experiment({}, ended));
    await stop().expect(200);
    expect([stored('trials', 'sweep-a'), stored('trials', 'sweep-b')]).toEqual([
      undefined,
      expect.anything()
    ]);
    expect((await stop().expect(409)).body.detail).toBe('No trial of the sweep goes on.');
  });

  it('takes another budget, and says which number of one cannot be', async () => {
    harness.client.put('experiments', experiment({}, running));
    const budget = (body: object) => send('post', `${base}/sweep/actions/budget`).send(body);
    const { body } = await budget({ maxTrialCount: 20 }).expect(200);
    expect(body.summary.counts.maximum).toBe(20);
    const refused = await budget({ parallelTrialCount: 30 }).expect(422);
    expect(JSON.parse(refused.text)).toMatchObject({ errors: [{ path: 'parallelTrialCount' }] });
    await budget({}).expect(400);
  });
});
