/** TrainJobs, read and written as training jobs of one role. */
import type { OverrideField, TrainingRuntimeItem } from '@kubeflow-lab/schema';

import { withCode } from './code.js';
import { readFields, writeFields } from './fields.js';
import { trainJobRow, writeRuntime } from './nodes.js';
import { writePolicy } from './policy.js';
import { checkJob } from './preflight.js';
import { plainJob } from './template.js';
import { topologyOf, viewReplica } from './topology.js';

const torch: TrainingRuntimeItem = {
  ...{ kind: 'ClusterTrainingRuntime', name: 'torch', framework: 'torch', image: 'torch:1' },
  ...{ nodes: 3, processes: 'auto', cpu: '500m', memory: '1Gi', gpu: '' },
  ...{ cpuLimit: '', memoryLimit: '1Gi' }
};
const row = trainJobRow('runtimePatches', torch);
const begun = writeRuntime(plainJob(row, 'net'), torch);

it('begins with one node in a runtime, and nothing that the runtime says', () => {
  expect(begun.spec).toEqual({
    runtimeRef: {
      apiGroup: 'trainer.kubeflow.org',
      kind: 'ClusterTrainingRuntime',
      name: 'torch'
    },
    trainer: { numNodes: 1 }
  });
});

it.each<[OverrideField, object]>([
  [
    'runtimePatches',
    {
      manager: 'lab.kubeflow.org/kubeflow-lab',
      trainingRuntimeSpec: {
        template: {
          spec: {
            replicatedJobs: [
              { name: 'node', template: { spec: { template: { spec: expect.anything() } } } }
            ]
          }
        }
      }
    }
  ],
  ['podTemplateOverrides', { targetJobs: [{ name: 'node' }], spec: expect.anything() }],
  [
    'podSpecOverrides',
    {
      targetJobs: [{ name: 'node' }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
      containers: [{ name: 'node', volumeMounts: [{ name: 'data', mountPath: '/data' }] }]
    }
  ]
])('mounts a volume by %s, and leaves nothing of it behind', (field, entry) => {
  const kind = trainJobRow(field, torch);
  const volumes = [{ claim: 'data', path: '/data' }];
  const mounted = writeFields(begun, kind, { volumes });
  expect(mounted.spec?.[field]).toEqual([entry]);
  expect(readFields(mounted, kind).fields.volumes).toEqual(volumes);
  expect(writeFields(mounted, kind, { volumes: [] }).spec).toEqual(begun.spec);
});

it('has as many nodes as its runtime where it does not say', () => {
  const open = { ...begun, spec: { ...begun.spec, trainer: {} } };
  expect(topologyOf(open, row).totals).toMatchObject({ replicas: 3, cpu: 1.5 });
  expect(writeFields(open, row, { name: 'other' }).spec).toEqual(open.spec);
});

describe('the amounts of a runtime', () => {
  const Gi = 2 ** 30;
  const limited = trainJobRow('runtimePatches', { ...torch, cpuLimit: '1500m' });
  const named = writeFields(begun, row, { memory: '2Gi' });

  it('are those of a job that names none, and none of one that names any', () => {
    expect(topologyOf(begun, row).totals).toMatchObject({ cpu: 0.5, memory: Gi, unlimited: true });
    expect(topologyOf(begun, limited).totals.unlimited).toBe(false);
    expect(topologyOf(named, limited).totals).toMatchObject({
      ...{ cpu: 0, memory: 2 * Gi, unlimited: true }
    });
  });

  it('are what a quota wants to be told', () => {
    const about = (resource: string, job = begun) => {
      const quotas = [{ quota: 'team', resource, hard: 100 * Gi, used: 0 }];
      const all = { cpu: 8, memory: 8 * Gi, gpu: 0, pods: 10 };
      return checkJob(job, row, { capacity: { free: all, largest: all, quotas } })
        .filter(({ path }) => path.startsWith('room.'))
        .map(({ path }) => path);
    };
    expect(about('requests.cpu')).toEqual([]);
    expect(about('limits.memory')).toEqual([]);
    expect(about('limits.cpu')).toEqual(['room.cpu']);
    expect(about('requests.cpu', named)).toEqual(['room.cpu']);
  });

  it('say how many processes a node starts that begins as many as it has processors', () => {
    const { environment } = viewReplica(begun, limited, { role: 'Node', index: 0 });
    expect(environment).toContainEqual({ name: 'PET_NPROC_PER_NODE', value: '2' });
  });
});

it('tells the nodes of a runtime for PyTorch where to meet', () => {
  const job = writeFields(begun, row, { replicas: [{ role: 'Node', count: 2 }], cpu: '1500m' });
  expect(topologyOf(job, row).collective?.roles).toEqual(['Node']);
  const { name, address, environment } = viewReplica(job, row, { role: 'Node', index: 1 });
  expect([name, address]).toEqual(['net-node-0-1', 'net-node-0-1.net:29500']);
  expect(Object.fromEntries(environment.map(one => [one.name, one.value]))).toEqual({
    PET_NNODES: '2',
    PET_NPROC_PER_NODE: '2',
    PET_NODE_RANK: '1',
    PET_MASTER_ADDR: 'net-node-0-0.net',
    PET_MASTER_PORT: '29500'
  });
});

it('keeps the code of cells beside what it mounts already', () => {
  const volumes = [{ claim: 'data', path: '/data' }];
  const facts = { sha256: 'f00', parameters: '{}' };
  const job = withCode(writeFields(begun, row, { volumes }), row, facts);
  expect(readFields(job, row).fields).toMatchObject({ volumes, env: [] });
  expect(readFields(job, row).fields.command.slice(0, 4)).toEqual(row.starter);
});

it('takes a queue, and of the rest of a policy nothing', () => {
  const job = writePolicy(begun, row, { queue: 'team', ttl: '5', priority: 'high' });
  expect(job.metadata?.labels).toEqual({ 'kueue.x-k8s.io/queue-name': 'team' });
  expect(job.spec).toEqual(begun.spec);
});

it.each([
  ['', { runtimes: [] }, 'an administrator has to add a ClusterTrainingRuntime'],
  ['', { runtimes: [torch] }, 'Choose the runtime'],
  ['jax', { runtimes: [torch] }, 'This cluster has no ClusterTrainingRuntime jax; there is torch.'],
  ['torch', { runtimes: [{ ...torch, framework: 'mpi' }], hasCode: true }, 'take an MPIJob']
])('needs a runtime that is there: %j', (name, around, sentence) => {
  const job = writeRuntime(begun, { kind: 'ClusterTrainingRuntime', name });
  const problems = checkJob(job, row, { hasCode: true, ...around });
  expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
    { path: 'runtime', message: expect.stringContaining(sentence) }
  ]);
});
