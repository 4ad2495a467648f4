import type { ContainerState, Pod } from '@kubeflow-lab/resources';

import { formatReport, parseReport } from '../artifacts/report.js';
import { podView } from './observe.js';

function pod(phase: string, main?: ContainerState, sidecar?: ContainerState, more = {}): Pod {
  return {
    metadata: {
      annotations: {
        'lab.kubeflow.org/output-artifacts': JSON.stringify([
          { name: 'v', s3: { key: 'k' } },
          { name: 'w', s3: { key: 'l' } }
        ])
      }
    },
    spec: { nodeName: 'n1' },
    status: {
      phase,
      ...(main ? { containerStatuses: [{ name: 'main', state: main }] } : {}),
      ...(sidecar ? { initContainerStatuses: [{ name: 'artifacts', state: sidecar }] } : {}),
      ...more
    }
  };
}

const ended = (exitCode: number, more = {}): ContainerState => ({
  terminated: { exitCode, ...more }
});
const report = (error: string | null = null): ContainerState =>
  ended(0, {
    message: formatReport({ parameters: { result: '{"a":1}' }, artifacts: ['v'], error })
  });
const RUNNING: ContainerState = { running: {} };

it.each<[string, Pod, object]>([
  ['waits', pod('Pending'), { phase: 'Pending' }],
  [
    'cannot get its image',
    pod('Pending', { waiting: { reason: 'ErrImagePull', message: 'gone' } }),
    { phase: 'Pending', message: 'ErrImagePull: gone' }
  ],
  [
    'finds no node',
    pod('Pending', undefined, undefined, {
      conditions: [
        { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1' }
      ]
    }),
    { phase: 'Pending', message: 'Unschedulable: 0/1' }
  ],
  [
    'is being set up',
    pod('Pending', { waiting: { reason: 'PodInitializing' } }),
    { phase: 'Pending' }
  ],
  ['runs', pod('Running', RUNNING), { phase: 'Running' }],
  ['brings its inputs', pod('Pending', { waiting: {} }, RUNNING), { phase: 'Pending' }],
  ['keeps its outputs', pod('Running', ended(0), RUNNING), { phase: 'Running' }],
  ['succeeded', pod('Succeeded', ended(0)), { phase: 'Succeeded', exitCode: 0 }],
  ['succeeded a moment ago', pod('Running', ended(0)), { phase: 'Succeeded', exitCode: 0 }],
  [
    'succeeded with outputs',
    pod('Succeeded', ended(0), report()),
    {
      phase: 'Succeeded',
      stored: { parameters: { result: '{"a":1}' }, artifacts: [{ name: 'v', s3: { key: 'k' } }] }
    }
  ],
  [
    'could not keep its outputs',
    pod('Succeeded', ended(0), report('the artifact w: it was not made.')),
    { phase: 'Error', message: 'Outputs are lost: the artifact w: it was not made.' }
  ],
  [
    'lost the container that keeps its outputs',
    pod('Succeeded', ended(0), ended(137, { reason: 'OOMKilled' })),
    { phase: 'Error', message: 'Outputs are lost: the container that keeps them was ended before.' }
  ],
  [
    'could not get its inputs',
    pod('Pending', { waiting: {} }, report('the artifact x: there is nothing at k.')),
    { phase: 'Error', message: 'Inputs are missing: the artifact x: there is nothing at k.' }
  ],
  [
    'failed',
    pod('Failed', ended(2, { reason: 'Error', message: 'boom' })),
    { phase: 'Failed', exitCode: 2, message: 'main: Error (exit code 2): boom' }
  ],
  [
    'failed, and its missing outputs do not matter',
    pod('Failed', ended(1), report('the artifact w: it was not made.')),
    { phase: 'Failed', message: 'main: Error (exit code 1)' }
  ],
  [
    'ran out of memory',
    pod('Failed', ended(137, { reason: 'OOMKilled' })),
    { phase: 'Failed', message: 'main: OOMKilled (exit code 137)' }
  ],
  [
    'ran out of time',
    pod('Failed', ended(143), undefined, { message: 'Pod was active too long' }),
    { phase: 'Failed', message: 'Pod was active too long' }
  ],
  [
    'was evicted before it began',
    pod('Failed', undefined, undefined, { reason: 'Evicted' }),
    { phase: 'Failed', message: 'Evicted' }
  ]
])('sees that a pod %s', (_case, object, view) => {
  expect(podView(object)).toMatchObject(view);
});

describe('a report', () => {
  it('that is too large as it is goes packed', () => {
    const parameters = { result: JSON.stringify({ head: 'a table '.repeat(600) }) };
    const message = formatReport({ parameters, artifacts: [], error: null })!;
    expect(message.length).toBeLessThanOrEqual(4096);
    expect(parseReport(message)).toEqual({ parameters, artifacts: [], error: null });
  });

  it('that is too large even so is none', () => {
    const noise = Array.from({ length: 9000 }, (_, i) =>
      String.fromCharCode(33 + ((i * i * 31) % 90))
    );
    const random = noise.map((c, i) => c + i.toString(36)).join('');
    expect(formatReport({ parameters: { random }, artifacts: [], error: null })).toBeNull();
  });

  it.each([undefined, '', 'not JSON', '{}', 'null', '[]', 'deflate:@@@', 'deflate:AAAA'])(
    'is not %j',
    message => {
      expect(parseReport(message)).toBeNull();
    }
  );
});
