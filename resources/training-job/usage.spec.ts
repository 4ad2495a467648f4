import type { Container, Pod } from '../common/object.js';
import type { PodMetrics } from './usage.js';
import { usageOf } from './usage.js';

const Mi = 2 ** 20;
const pod = (limits: (Record<string, string> | undefined)[], sidecars: Container[] = []): Pod => ({
  metadata: { name: 'net-worker-0' },
  spec: {
    containers: limits.map((each, index) => ({ name: `c${index}`, resources: { limits: each } })),
    initContainers: sidecars
  }
});

/** As metrics-server answers it. */
const measured = (...usage: Record<string, string>[]): PodMetrics => ({
  metadata: { name: 'net-worker-0', namespace: 'ada' },
  timestamp: '2026-01-01T00:00:15Z',
  containers: usage.map((each, index) => ({ name: `c${index}`, usage: each }))
});

const replica = 'net-worker-0';
const time = '2026-01-01T00:00:15Z';

it.each<[string, Pod, PodMetrics[], ReturnType<typeof usageOf>]>([
  [
    'is held against the limits',
    pod([{ cpu: '1', memory: '512Mi' }]),
    [measured({ cpu: '812345678n', memory: '317440Ki' })],
    [
      {
        ...{ replica, time, cpu: 0.812345678, cpuLimit: 1 },
        ...{ memory: 310 * Mi, memoryLimit: 512 * Mi }
      }
    ]
  ],
  [
    'of several containers is one amount, and so are their limits',
    pod(
      [{ cpu: '1', memory: '1Gi' }],
      [
        { name: 'ended', resources: { limits: { cpu: '8' } } },
        { name: 'side', restartPolicy: 'Always', resources: { limits: { cpu: '500m' } } }
      ]
    ),
    [measured({ cpu: '250m', memory: '1Mi' }, { cpu: '250m', memory: '2Mi' })],
    [{ replica, time, cpu: 0.5, cpuLimit: 1.5, memory: 3 * Mi, memoryLimit: null }]
  ],
  [
    'has no limit where a container has none',
    pod([{ cpu: '1' }, undefined]),
    [measured({ cpu: '0', memory: '0' })],
    [{ replica, time, cpu: 0, cpuLimit: null, memory: 0, memoryLimit: null }]
  ],
  ['is left out where nothing was measured yet', pod([{}]), [], []],
  ['is left out where it cannot be read', pod([{}]), [measured({ cpu: 'much' })], []],
  ['is left out where no container was measured', pod([{}]), [measured()], []]
])('the usage of a pod %s', (_, one, metrics, expected) => {
  expect(usageOf([one], metrics)).toEqual(expected);
});
