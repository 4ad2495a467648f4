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

it('has the curves of its logs, and what its running pods use', async () => {
  await send('post', base, manifest).expect(201);
  putPod('node', '2026-01-01T00:00:10Z loss=0.5');
  putPod('other', '2026-01-01T00:00:10Z loss=9');
  const earlier = harness.client.world.table('pods').get('ada/net-other-0-0-x7k2p')!;
  earlier.metadata!.creationTimestamp = '2020-01-01T00:00:00Z';
  const replica = 'net-node-0-0-x7k2p';
  for (const name of [replica, 'net-other-0-0-x7k2p']) {
    harness.client.put('pods.metrics.k8s.io', {
      metadata: { namespace: 'ada', name, labels: { 'jobset.sigs.k8s.io/jobset-name': 'net' } },
      timestamp: '2026-01-01T00:00:15Z',
      containers: [{ name: 'node', usage: { cpu: '250m', memory: '2Mi' } }]
    } as object);
  }
  const { body: curves } = await send('post', `${base}/net/actions/curves`).expect(200);
  const points = [[Date.parse('2026-01-01T00:00:10Z'), 0, 0.5]];
  expect(curves.curves).toEqual([{ replica, metric: 'loss', points, count: 1 }]);
  const { body: usage } = await send('post', `${base}/net/actions/usage`).expect(200);
  expect(usage).toMatchObject({ replicas: [{ replica, cpu: 0.25 }], why: null });
});

it('is suspended and resumed, and otherwise stays as it is', async () => {
  await send('post', base, manifest).expect(201);
  const suspended = await send('post', `${base}/net/actions/suspend`).expect(200);
  expect(suspended.body.object.spec).toEqual({ ...manifest.spec, suspend: true });
  const again = await send('post', `${base}/net/actions/suspend`).expect(409);
  expect(again.body.detail).toBe('It is suspended already.');
  await send('post', `${base}/net/actions/resume`).expect(200);
});

const form = {
  name: 'net',
  image: '',
  replicas: [{ role: 'Node', count: 2 }],
  code: { cells: [{ id: 'a', source: 'print("$(HOME)")' }], modules: [], parameters: {} },
  resources: { memory: '1Gi' },
  env: [{ name: 'A', value: '$b' }],
  volumes: []
};

/** A cluster with Kubeflow Trainer of a version whose jobs have that field. */
function install(field: string) {
  const spec = { properties: { spec: { properties: { trainer: {}, [field]: {} } } } };
  harness.client.put('customresourcedefinitions', {
    metadata: { name: 'trainjobs.trainer.kubeflow.org' },
    spec: { versions: [{ name: 'v1alpha1', schema: { openAPIV3Schema: spec } }] }
  } as object);
  const container = {
    name: 'node',
    image: 'torch:1',
    resources: { requests: { cpu: 1 }, limits: { memory: '2Gi' } }
  };
  const runtime = (policy: object) => ({
    mlPolicy: policy,
    template: {
      spec: {
        replicatedJobs: [
          {
            name: 'node',
            template: {
              spec: { template: { spec: { containers: [container] } } }
            }
          }
        ]
      }
    }
  });
  for (const [plural, namespace, name, policy] of [
    ['clustertrainingruntimes', undefined, 'plain', {}],
    ['clustertrainingruntimes', undefined, 'torch', { torch: { numProcPerNode: 1 } }],
    ['trainingruntimes', 'ada', 'mpi', { mpi: {} }],
    ['trainingruntimes', 'bob', 'hidden', {}]
  ] as const) {
    harness.client.put(plural, { metadata: { namespace, name }, spec: runtime(policy) } as object);
  }
}

describe('from a form', () => {
  it('runs the code by torchrun in the first runtime for PyTorch, which also names the image', async () => {
    install('podSpecOverrides');
    const { body } = await send('post', base, form).expect(201);
    const { spec } = body.object;
    expect(spec.runtimeRef).toEqual({
      apiGroup: 'trainer.kubeflow.org',
      kind: 'ClusterTrainingRuntime',
      name: 'torch'
    });
    const { env, ...trainer } = spec.trainer;
    expect(trainer).toEqual({
      numNodes: 2,
      command: [
        ...['python', '-m', 'torch.distributed.run', '--no_python'],
        ...['python', '-m', 'kubeflow_lab.runtime', '/etc/kubeflow-lab/code/code.json']
      ],
      resourcesPerNode: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } }
    });
    expect(env).toContainEqual({ name: 'A', value: '$$b' });
    expect(spec.podSpecOverrides).toMatchObject([
      {
        targetJobs: [{ name: 'node' }],
        volumes: [{ name: 'code', configMap: { name: 'net-code' } }],
        containers: [
          { name: 'node', volumeMounts: [{ name: 'code', mountPath: '/etc/kubeflow-lab/code' }] }
        ]
      }
    ]);
    const code = harness.client.world.objects.get('configmaps')?.get('ada/net-code');
    expect(code).toMatchObject({
      data: { 'code.json': JSON.stringify(form.code) },
      metadata: { ownerReferences: [{ kind: 'TrainJob', name: 'net' }] }
    });
  });

  it('says before what it will be, in the field of the version that is there', async () => {
    install('runtimePatches');
    const runtime = { kind: 'ClusterTrainingRuntime', name: 'plain' };
    const { body } = await send('post', `${base}?dryRun=true`, { ...form, runtime }).expect(200);
    expect(body.objects[0].spec.trainer.command[0]).toBe('python');
    expect(body.objects[0].spec.trainer.command).not.toContain('torch.distributed.run');
    expect(body.objects[0].spec.runtimePatches).toHaveLength(1);
    expect(body.notes).toEqual([
      'TrainJob net: 2 Node; asks for 2Gi memory.',
      '  net-node-0-0:',
      '  net-node-0-1:'
    ]);
  });

  it.each([
    [{ kind: 'TrainingRuntime', name: 'mpi' }, 'Cells and files cannot run in a runtime for MPI'],
    [{ kind: 'TrainingRuntime', name: 'hidden' }, 'This project has no TrainingRuntime hidden']
  ])('is refused where the runtime does not suit it: %j', async (runtime, sentence) => {
    install('runtimePatches');
    const { body } = await send('post', base, { ...form, runtime }).expect(422);
    expect(body.errors[0]).toMatchObject({ path: 'runtime' });
    expect(body.errors[0].message).toContain(sentence);
  });

  it('says what is missing in a cluster without Kubeflow Trainer', async () => {
    const { body } = await send('post', base, form).expect(409);
    expect(body.detail).toContain('lacks Kubeflow Trainer');
    expect((await send('get', runtimes).expect(200)).body).toEqual({ items: [], overrides: null });
  });
});

const runtimes = '/api/namespaces/ada/trainingruntimes';

it('has the runtimes of its project and of the cluster to choose from, those for PyTorch first', async () => {
  install('podTemplateOverrides');
  const { body } = await send('get', runtimes).expect(200);
  expect(body.overrides).toBe('podTemplateOverrides');
  expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['torch', 'mpi', 'plain']);
  expect(body.items[0]).toEqual({
    ...{ kind: 'ClusterTrainingRuntime', name: 'torch', framework: 'torch', image: 'torch:1' },
    ...{ nodes: 1, processes: '1', cpu: '1', memory: '2Gi', gpu: '' },
    ...{ cpuLimit: '', memoryLimit: '2Gi' }
  });
  await send('get', '/api/namespaces/bob/trainingruntimes').expect(403);
});

it('runs again with its code, byte for byte', async () => {
  install('podSpecOverrides');
  await send('post', base, form).expect(201);
  const earlier = (await send('get', `${base}/net`).expect(200)).body.object;
  const manifest = { ...earlier, metadata: { name: 'net-2' } };
  manifest.spec.podSpecOverrides[0].volumes[0].configMap.name = 'net-2-code';
  await send('post', `${base}/net/actions/rerun`, { manifest }).expect(200);
  const code = harness.client.world.objects.get('configmaps')?.get('ada/net-2-code');
  expect(code).toMatchObject({ data: { 'code.json': JSON.stringify(form.code) } });
});
