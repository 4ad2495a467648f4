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

const base = '/api/namespaces/ada/trainjobs';
const send = (method: 'get' | 'post', path: string, body?: object) =>
  request(harness.server.app)[method](path).set({ Cookie: ada, 'X-Kubeflow-Lab': '1' }).send(body);

/** With every part of version 2.2 that matters here, and one of a version to come. */
const manifest = {
  apiVersion: 'trainer.kubeflow.org/v1alpha1',
  kind: 'TrainJob',
  metadata: { name: 'net', labels: { 'kueue.x-k8s.io/queue-name': 'team' } },
  spec: {
    runtimeRef: {
      name: 'torch-distributed',
      apiGroup: 'trainer.kubeflow.org',
      kind: 'ClusterTrainingRuntime'
    },
    initializer: { dataset: { storageUri: 'hf://digits', env: [{ name: 'A', value: 'b' }] } },
    trainer: {
      image: 'x:1',
      command: ['torchrun', 'train.py'],
      numNodes: 1,
      numProcPerNode: 'auto',
      resourcesPerNode: { requests: { cpu: 1 } }
    },
    runtimePatches: [
      {
        manager: 'ada',
        trainingRuntimeSpec: {
          template: { spec: { replicatedJobs: [{ name: 'node', template: {} }] } }
        }
      }
    ],
    managedBy: 'trainer.kubeflow.org/trainjob-controller',
    fieldOfTheFuture: { kept: [1, 2] }
  }
};

const putPod = (part: string, log: string) => {
  harness.client.put('pods', {
    metadata: {
      namespace: 'ada',
      name: `net-${part}-0-0-x7k2p`,
      labels: {
        'jobset.sigs.k8s.io/jobset-name': 'net',
        'jobset.sigs.k8s.io/replicatedjob-name': part,
        'batch.kubernetes.io/job-completion-index': '0'
      }
    },
    spec: { containers: [{ name: 'sidecar' }, { name: part }] },
    status: { phase: 'Running', containerStatuses: [{ name: part, state: { running: {} } }] }
  } as object);
  harness.client.world.logs.set(`ada/net-${part}-0-0-x7k2p`, [log]);
};

it('is made exactly as it was written', async () => {
  const { body } = await send('post', base, manifest).expect(201);
  expect(body.object.spec).toEqual(manifest.spec);
  expect(body.object.metadata.labels).toEqual(manifest.metadata.labels);
  expect(body.summary).toMatchObject({
    phase: 'Queued',
    message: 'The job waits for Kubeflow Trainer.'
  });
});

it('is listed with its pods, and its log is theirs', async () => {
  await send('post', base, manifest).expect(201);
  putPod('dataset-initializer', '2026-01-01T00:00:00Z fetching');
  putPod('node', '2026-01-01T00:00:01Z loss=0.5');
  const { items } = (await send('get', base).expect(200)).body;
  expect(items).toMatchObject([
    {
      summary: {
        phase: 'Running',
        replicas: [{ role: 'dataset-initializer' }, { role: 'node', index: 0 }]
      }
    }
  ]);
  const { lines } = (await send('get', `${base}/net/logs`).expect(200)).body;
  expect(lines.map(({ text }: { text: string }) => text)).toEqual(['fetching', 'loss=0.5']);
});

it('is suspended and resumed, and otherwise stays as it is', async () => {
  await send('post', base, manifest).expect(201);
  const suspended = await send('post', `${base}/net/actions/suspend`).expect(200);
  expect(suspended.body.object.spec).toEqual({ ...manifest.spec, suspend: true });
  const again = await send('post', `${base}/net/actions/suspend`).expect(409);
  expect(again.body.detail).toBe('It is suspended already.');
  await send('post', `${base}/net/actions/resume`).expect(200);
});

it('has no form: who sends one is told', async () => {
  await send('post', base, { name: 'net', image: 'x:1' }).expect(400);
});
