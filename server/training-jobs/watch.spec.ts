import { PYTORCHJOB_KIND, plainJob, writeFields } from '@kubeflow-lab/resources';
import type { TrainingJob } from '@kubeflow-lab/resources';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;
const base = '/api/namespaces/ada/pytorchjobs/net/actions';
const act = (action: string, body: object = {}, cookie = ada) =>
  request(harness.server.app)
    .post(`${base}/${action}`)
    .set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' })
    .send(body);
const job = () => harness.client.world.table('pytorchjobs').get('ada/net') as TrainingJob;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
  const { metadata, spec, ...rest } = writeFields(
    plainJob(PYTORCHJOB_KIND, 'net'),
    PYTORCHJOB_KIND,
    {
      replicas: [{ role: 'Worker', count: 2 }]
    }
  );
  harness.client.put('pytorchjobs', {
    ...rest,
    metadata: { ...metadata, namespace: 'ada', uid: 'net-uid' },
    spec: { ...spec, elasticPolicy: { minReplicas: 1, maxReplicas: 3 } }
  } as object);
});
afterEach(() => harness.server.stop());

it('suspends and resumes a job as the caller, and says when it cannot', async () => {
  await act('suspend').expect(200);
  expect(job().spec?.runPolicy).toEqual({ cleanPodPolicy: 'None', suspend: true });
  expect((await act('suspend').expect(409)).body.detail).toBe('It is suspended already.');
  await act('resume').expect(200);
  expect(job().spec?.runPolicy?.suspend).toBe(false);
  expect(harness.client.world.calls).toContain('ada patch pytorchjobs ada/net');
});

it('gives an elastic job other workers, as many as it may have', async () => {
  await act('scale', { workers: 3 }).expect(200);
  expect(JSON.stringify(job().spec?.pytorchReplicaSpecs)).toContain('"replicas":3');
  const refused = await act('scale', { workers: 4 }).expect(422);
  expect(refused.body.errors).toEqual([
    { path: 'workers', message: 'The elasticPolicy of net allows 1 to 3 workers.' }
  ]);
  await act('scale', { workers: 'all' }).expect(400);
});

const pod = (name: string, uid: string, phase = 'Running') =>
  harness.client.put('pods', {
    metadata: {
      namespace: 'ada',
      name,
      labels: { 'training.kubeflow.org/job-name': 'net' },
      ownerReferences: [{ apiVersion: 'kubeflow.org/v1', kind: 'PyTorchJob', name: 'net', uid }]
    },
    spec: { containers: [{ name: 'side' }, { name: 'pytorch' }] },
    status: { phase, containerStatuses: [{ name: 'pytorch', state: { running: {} } }] }
  } as object);

describe('curves', () => {
  it('are read from the logs of the pods of this very job', async () => {
    pod('net-worker-0', 'net-uid');
    pod('net-worker-1', 'net-uid');
    pod('net-worker-2', 'an earlier one');
    for (const index of [0, 1, 2]) {
      harness.client.world.logs.set(`ada/net-worker-${index}`, [
        '2026-01-01T00:00:00Z Epoch 1/2',
        `2026-01-01T00:00:10Z loss=${index}`
      ]);
    }
    const { body } = await act('curves').expect(200);
    const at = Date.parse('2026-01-01T00:00:10Z');
    expect(body.curves).toEqual([
      { replica: 'net-worker-0', metric: 'loss', points: [[at, 0, 0]], count: 1 },
      { replica: 'net-worker-1', metric: 'loss', points: [[at, 0, 1]], count: 1 }
    ]);
    expect(body.course.last.share).toBe(0);
    expect(Object.keys(body.until)).toEqual(['net-worker-0', 'net-worker-1']);
  });

  it('are only for whoever may read the logs', async () => {
    await act('curves', {}, await harness.signIn('bob')).expect(403);
  });
});

describe('usage', () => {
  const METRICS = 'pods.metrics.k8s.io';
  const measured = (name: string, cpu: string) =>
    harness.client.put(METRICS, {
      metadata: { namespace: 'ada', name, labels: { 'training.kubeflow.org/job-name': 'net' } },
      timestamp: '2026-01-01T00:00:15Z',
      containers: [{ name: 'pytorch', usage: { cpu, memory: '2Mi' } }]
    } as object);

  it('is that of the running pods of this very job, read as the caller', async () => {
    pod('net-worker-0', 'net-uid');
    pod('net-worker-1', 'net-uid', 'Succeeded');
    pod('net-worker-2', 'an earlier one');
    [0, 1, 2].forEach(index => measured(`net-worker-${index}`, '250m'));
    expect((await act('usage').expect(200)).body).toEqual({
      replicas: [
        {
          replica: 'net-worker-0',
          time: '2026-01-01T00:00:15Z',
          ...{ cpu: 0.25, cpuLimit: null, memory: 2 * 2 ** 20, memoryLimit: null }
        }
      ],
      why: null
    });
  });

  it('is not known where there is no metrics-server, or not for the caller, and says so', async () => {
    const { world } = harness.client;
    world.missing.add(METRICS);
    expect((await act('usage').expect(200)).body).toEqual({
      replicas: [],
      why: expect.stringContaining('has to install metrics-server')
    });
    world.missing.delete(METRICS);
    world.allow = ({ group }) => group !== 'metrics.k8s.io';
    expect((await act('usage').expect(200)).body.why).toContain('your role in this project');
  });
});
