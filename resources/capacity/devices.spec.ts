import type { Pod } from '../common/object.js';
import type { Node } from './capacity.js';
import { deviceCounts } from './devices.js';

const GPU = 'amd.com/gpu';
const node = (name: string, gpus: string, more: Partial<Node> = {}): Node => ({
  metadata: { name },
  status: {
    allocatable: { [GPU]: gpus },
    conditions: [{ type: 'Ready', status: 'True' }]
  },
  ...more
});
const pod = (nodeName: string, gpus: number, phase = 'Running'): Pod => ({
  spec: { nodeName, containers: [{ name: 'a', resources: { limits: { [GPU]: gpus } } }] },
  status: { phase }
});

it('counts what ready nodes have, and what live pods on them leave', () => {
  const tainted = { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } };
  const nodes = [
    node('a', '4', tainted),
    node('b', '2'),
    node('c', '8', { spec: { unschedulable: true } }),
    node('d', '8', { status: { allocatable: { [GPU]: '8' } } })
  ];
  const pods = [pod('a', 3), pod('b', 1, 'Succeeded'), pod('c', 8), pod('', 2)];
  expect(deviceCounts(GPU, nodes, pods)).toEqual({ total: 6, free: 3 });
  expect(deviceCounts('nvidia.com/gpu', nodes, pods)).toEqual({ total: 0, free: 0 });
  expect(deviceCounts(GPU, [node('a', '1')], [pod('a', 5)])).toEqual({ total: 1, free: 0 });
});
