import { createHash } from 'node:crypto';

import { KubeError } from '@kubeflow-lab/kube';
import type { ConfigMap, TrainingJob } from '@kubeflow-lab/resources';
import type { TrainingJobForm } from '@kubeflow-lab/schema';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
  harness.client.put('persistentvolumeclaims', { metadata: { namespace: 'ada', name: 'shared' } });
});
afterEach(() => harness.server.stop());

const base = '/api/namespaces/ada/tfjobs';
const form: TrainingJobForm = {
  name: 'digits',
  image: 'tensorflow:1',
  replicas: [
    { role: 'Chief', count: 1 },
    { role: 'Worker', count: 1 }
  ],
  code: { cells: [{ id: 'c', source: 'print("hi")' }], modules: [], parameters: {} },
  resources: {},
  env: [],
  volumes: [{ claim: 'shared', path: '/home/jovyan/shared' }]
};
const send = (method: 'get' | 'post' | 'delete', path: string, cookie = ada) =>
  request(harness.server.app)[method](path).set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' });
const names = (plural: string) => [...harness.client.world.table(plural).keys()];
const stored = (plural: string, key: string) => harness.client.world.table(plural).get(key);
const wait = (milliseconds = 20) => new Promise(resolve => setTimeout(resolve, milliseconds));

describe('creating', () => {
  it('makes the job and the ConfigMap that it owns, as the caller', async () => {
    const answer = await send('post', base).send(form).expect(201);
    expect(answer.body.summary).toMatchObject({ phase: 'Queued', replicas: [{}, {}] });
    const job = stored('tfjobs', 'ada/digits') as TrainingJob;
    const configMap = stored('configmaps', 'ada/digits-code') as ConfigMap;
    expect(configMap.metadata?.ownerReferences).toMatchObject([
      { kind: 'TFJob', name: 'digits', uid: job.metadata?.uid }
    ]);
    expect(harness.client.world.calls).toContain('ada create tfjobs ada/digits');
  });

  it('carries code and parameters exactly as they were sent', async () => {
    const code =
      '{"cells": [{"id":"c","source":"a=\\"$5\\" `id` EOM\\r\\n😀 \\ud83d\\ude00 {{workflow.name}} $(HOME)"}],' +
      ' "modules":[],"parameters":{"rate": 1.0, "seed": 12345678901234567890, "x": "$(HOME)"}}';
    const rest: Partial<TrainingJobForm> = { ...form };
    delete rest.code;
    const body = `${JSON.stringify(rest).slice(0, -1)}, "code": ${code}}`;
    await send('post', base).type('json').send(body).expect(201);
    const configMap = stored('configmaps', 'ada/digits-code') as ConfigMap;
    expect(configMap.data?.['code.json']).toBe(code);
    const hash = createHash('sha256').update(code).digest('hex');
    expect(configMap.metadata?.annotations?.['lab.kubeflow.org/code-sha256']).toBe(hash);
    const job = stored('tfjobs', 'ada/digits') as TrainingJob;
    expect(job.metadata?.annotations?.['lab.kubeflow.org/code-sha256']).toBe(hash);
    const text = JSON.stringify(job);
    expect(text).toContain(
      JSON.stringify('{"rate": 1.0, "seed": 12345678901234567890, "x": "$$(HOME)"}')
    );
    expect(text).not.toContain('EOM');
  });

  it('answers the objects on a dry run and makes nothing', async () => {
    const answer = await send('post', `${base}?dryRun=true`).send(form).expect(200);
    expect(answer.body.objects.map((o: { kind: string }) => o.kind)).toEqual([
      'TFJob',
      'ConfigMap'
    ]);
    expect([...names('tfjobs'), ...names('configmaps')]).toEqual([]);
  });

  it('leaves nothing behind when the ConfigMap cannot be made', async () => {
    harness.client.world.failures.set('configmaps', new KubeError(500, { message: 'disk full' }));
    await send('post', base).send(form).expect(503);
    expect(names('tfjobs')).toEqual([]);
  });

  it('takes the place of the code of an earlier job of the same name', async () => {
    harness.client.put('configmaps', {
      metadata: {
        namespace: 'ada',
        name: 'digits-code',
        ownerReferences: [
          { apiVersion: 'kubeflow.org/v1', kind: 'TFJob', name: 'digits', uid: 'old' }
        ]
      }
    });
    await send('post', base).send(form).expect(201);
    expect(
      (stored('configmaps', 'ada/digits-code') as ConfigMap).data?.['code.json']
    ).toBeDefined();
  });

  it("does not touch a ConfigMap of somebody's own", async () => {
    harness.client.put('configmaps', { metadata: { namespace: 'ada', name: 'digits-code' } });
    const answer = await send('post', base).send(form).expect(409);
    expect(answer.text).toContain('which would hold the code of the job');
    expect(names('tfjobs')).toEqual([]);
    expect(names('configmaps')).toEqual(['ada/digits-code']);
  });

  it.each<[string, Partial<TrainingJobForm>, string]>([
    ['an invalid name', { name: 'Digits' }, 'name'],
    ['no such volume', { volumes: [{ claim: 'gone', path: '/x' }] }, 'volumes.0.claim'],
    ['more memory than a node has', { resources: { memory: '1Ti' } }, 'resources.memory']
  ])('refuses %s', async (_, change, path) => {
    const answer = await send('post', base)
      .send({ ...form, ...change })
      .expect(422);
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ path }] });
    expect(names('tfjobs')).toEqual([]);
  });

  it('says that the operator is missing where the cluster has no such kind', async () => {
    harness.client.world.failures.set(
      'tfjobs',
      new KubeError(404, { message: '404 page not found' })
    );
    const answer = await send('post', base).send(form).expect(503);
    expect(JSON.parse(answer.text)).toMatchObject({ type: 'urn:kubeflow-lab:not-installed' });
  });
});

describe('a job that has ended', () => {
  const uid = 'job-uid';
  beforeEach(() => {
    const { client } = harness;
    client.put('pods', {
      metadata: {
        namespace: 'ada',
        name: 'digits-chief-0',
        labels: {
          'training.kubeflow.org/job-name': 'digits',
          'training.kubeflow.org/replica-type': 'chief',
          'training.kubeflow.org/replica-index': '0'
        },
        ownerReferences: [
          { apiVersion: 'kubeflow.org/v1', kind: 'TFJob', name: 'digits', uid, controller: true }
        ]
      },
      spec: { containers: [{ name: 'tensorflow' }] },
      status: {
        phase: 'Succeeded',
        containerStatuses: [{ name: 'tensorflow', state: { terminated: { exitCode: 0 } } }]
      }
    } as object);
    client.world.logs.set('ada/digits-chief-0', [
      '2026-01-01T00:00:00Z accuracy=0.5',
      '2026-01-01T00:00:01Z accuracy=0.97'
    ]);
    client.put('tfjobs', {
      apiVersion: 'kubeflow.org/v1',
      kind: 'TFJob',
      metadata: { namespace: 'ada', name: 'digits', uid },
      spec: { tfReplicaSpecs: { Chief: { replicas: 1 } } },
      status: { conditions: [{ type: 'Succeeded', status: 'True' }] }
    } as object);
  });

  it('has its metrics, though nobody followed its log', async () => {
    await wait(150);
    const one = await send('get', `${base}/digits`).expect(200);
    expect(one.body.summary).toMatchObject({ phase: 'Succeeded', metrics: { accuracy: 0.97 } });
    const all = await send('get', base).expect(200);
    expect(all.body.items[0].summary.metrics).toEqual({ accuracy: 0.97 });
  });

  it('shows its merged log to its owner only', async () => {
    await wait();
    const answer = await send('get', `${base}/digits/logs`).expect(200);
    expect(answer.body.lines.map((line: { text: string }) => line.text)).toEqual([
      'accuracy=0.5',
      'accuracy=0.97'
    ]);
    const bob = await harness.signIn('bob');
    await send('get', `${base}/digits/logs`, bob).expect(403);
    await send('get', base, bob).expect(403);
  });

  it('is deleted', async () => {
    await send('delete', `${base}/digits`).expect(202);
    expect(names('tfjobs')).toEqual([]);
    await send('delete', `${base}/digits`).expect(404);
  });
});
