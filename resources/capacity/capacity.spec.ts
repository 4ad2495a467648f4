import type { Pod } from '../common/object.js';
import { freeCapacity, quotaLimits } from './capacity.js';
import type { Node } from './capacity.js';

const Gi = 2 ** 30;
const node = (name: string, cpu: string, more: Partial<Node> = {}): Node => ({
  metadata: { name },
  status: {
    allocatable: { cpu, memory: '8Gi', pods: '110', 'nvidia.com/gpu': '1' },
    conditions: [{ type: 'Ready', status: 'True' }]
  },
  ...more
});
const pod = (nodeName: string, cpu: string, spec: Pod['spec'] = {}, phase = 'Running'): Pod => ({
  spec: { nodeName, containers: [{ name: 'a', resources: { requests: { cpu } } }], ...spec },
  status: { phase }
});

describe('freeCapacity', () => {
  it('is what nodes can allocate without what their pods ask for', () => {
    const pods = [
      pod('a', '1500m'),
      pod('a', '1', {}, 'Succeeded'),
      pod('b', '100m', {
        containers: [
          { name: 'a', resources: { limits: { cpu: '1', memory: '2Gi', 'nvidia.com/gpu': 1 } } }
        ]
      }),
      // Waits for a node.
      pod('', '64')
    ];
    expect(freeCapacity([node('a', '2'), node('b', '4')], pods)).toEqual({
      free: { cpu: 3.5, memory: 14 * Gi, gpu: 1, pods: 218 },
      largest: { cpu: 3, memory: 8 * Gi, gpu: 1, pods: 109 }
    });
  });

  it.each<[string, Partial<Node>]>([
    ['is cordoned', { spec: { unschedulable: true } }],
    ['has a taint', { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } }],
    ['is not ready', { status: { allocatable: { cpu: '4' }, conditions: [] } }]
  ])('leaves out a node that %s', (_, more) => {
    expect(freeCapacity([node('a', '2'), node('b', '4', more)], []).free.cpu).toBe(2);
  });

  it.each<[string, Pod['spec'], number]>([
    [
      'an init container that asks for more than the others',
      { initContainers: [{ name: 'i', resources: { requests: { cpu: '3' } } }] },
      3
    ],
    [
      'a sidecar beside the others',
      {
        initContainers: [
          { name: 'i', restartPolicy: 'Always', resources: { requests: { cpu: '2' } } }
        ]
      },
      3
    ],
    ['an overhead on top', { overhead: { cpu: '250m' } }, 1.25]
  ])('counts %s', (_, spec, taken) => {
    expect(freeCapacity([node('a', '8')], [pod('a', '1', spec)]).free.cpu).toBe(8 - taken);
  });

  it('is never less than nothing', () => {
    expect(freeCapacity([node('a', '1')], [pod('a', '2')]).free.cpu).toBe(0);
  });
});

it('reads the limits of quotas that hold for every pod', () => {
  const status = {
    hard: { 'requests.cpu': '2', pods: '5', odd: '?' },
    used: { 'requests.cpu': '500m' }
  };
  expect(
    quotaLimits([
      { metadata: { name: 'team' }, status },
      { metadata: { name: 'batch' }, spec: { scopes: ['BestEffort'] }, status },
      { metadata: { name: 'new' } }
    ])
  ).toEqual([
    { quota: 'team', resource: 'requests.cpu', hard: 2, used: 0.5 },
    { quota: 'team', resource: 'pods', hard: 5, used: 0 }
  ]);
});
