import type { Capacity, QuotaLimit } from '@kubeflow-lab/schema';

import { writeFields } from './fields.js';
import type { JobFields } from './fields.js';
import { TFJOB_KIND } from './kinds.js';
import { plainJob } from './template.js';
import { checkRoom } from './room.js';

const Gi = 2 ** 30;
const around = (cpu: number, memory: number, quotas: QuotaLimit[] | null = []): Capacity => ({
  free: { cpu, memory: memory * Gi, gpu: 1, pods: 100 },
  largest: { cpu: cpu / 2, memory: (memory / 2) * Gi, gpu: 1, pods: 50 },
  quotas
});
const check = (changes: Partial<JobFields>, workers: number, capacity: Capacity) =>
  checkRoom(
    writeFields(plainJob(TFJOB_KIND, 'digits'), TFJOB_KIND, {
      replicas: [
        { role: 'Chief', count: 1 },
        { role: 'Worker', count: workers }
      ],
      ...changes
    }),
    TFJOB_KIND,
    capacity
  );
const quota = (resource: string, hard: number, used: number) => [
  { quota: 'team', resource, hard, used }
];

it.each<[string, Partial<JobFields>, number, Capacity, string | null]>([
  ['has room', { cpu: '1', memory: '1Gi' }, 1, around(4, 8), null],
  ['asks for nothing', { cpu: '' }, 1, around(0, 0), null],
  [
    'asks for more than is free',
    { cpu: '2' },
    1,
    around(1.5, 8),
    '1.5 CPU are free on the nodes now, and the replicas ask for 4 CPU together: some will wait.'
  ],
  [
    'has one replica that asks for more than is free',
    { memory: '8Gi' },
    0,
    around(4, 4),
    '4Gi of memory is free on the nodes now, and the replica asks for 8Gi of memory: it will wait.'
  ],
  [
    'asks for more than one node has free',
    { cpu: '3' },
    0,
    around(4, 8),
    'No node has 3 CPU free now; the most is 2 CPU. A replica will wait for it.'
  ],
  [
    'asks for more GPUs than are free',
    { gpu: '1' },
    1,
    around(4, 8),
    '1 GPU is free on the nodes now, and the replicas ask for 2 GPUs together: some will wait.'
  ],
  [
    'asks for more than a quota has left',
    { cpu: '1' },
    1,
    around(4, 8, quota('requests.cpu', 3, 2)),
    'The quota team has 1 CPU left (requests.cpu), and the job asks for 2 CPU: some replicas wait until others are gone.'
  ],
  [
    'asks for more than a quota ever allows',
    { memory: '2Gi' },
    1,
    around(4, 16, quota('limits.memory', 2 * Gi, 0)),
    'The quota team allows 2Gi of memory in all (limits.memory), and the job asks for 4Gi of memory.'
  ],
  [
    'does not say what a quota counts',
    {},
    1,
    around(4, 8, quota('limits.memory', 2 * Gi, 0)),
    'The quota team counts limits.memory, so the cluster takes no pod that does not say how much memory it needs.'
  ],
  [
    'has more replicas than a quota of pods leaves',
    {},
    3,
    around(4, 8, quota('pods', 5, 3)),
    'The quota team leaves room for 2 of 5 pods, and the job has 4 replicas.'
  ],
  ['is in a project whose quotas nobody may see', { cpu: '1' }, 1, around(4, 8, null), null]
])('a job that %s', (_, changes, workers, capacity, message) => {
  expect(check(changes, workers, capacity).map(problem => problem.message)).toEqual(
    message === null ? [] : [message]
  );
});

it('keeps a job from being sent only where it can never have what it asks for', () => {
  const severity = (hard: number) =>
    check({ cpu: '1' }, 1, around(4, 8, quota('cpu', hard, hard)))[0].severity;
  expect([severity(2), severity(1)]).toEqual(['warning', 'error']);
});

it.each<[Partial<JobFields>, Capacity, Partial<JobFields> | undefined]>([
  [{ cpu: '2' }, around(1.5, 8), { cpu: '750m' }],
  [{ memory: '8Gi' }, around(8, 3), { memory: '1536Mi' }],
  [{ gpu: '2' }, around(8, 8), undefined],
  [{ cpu: '1' }, around(0.1, 8), undefined]
])('offers what there is for each: %j', (changes, capacity, fix) => {
  const [problem] = check(changes, 1, capacity);
  expect(problem.fix?.changes).toEqual(fix);
});
