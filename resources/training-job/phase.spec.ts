import type { KubeEvent, Pod } from '../common/object.js';
import { formatDuration } from './duration.js';
import { MPIJOB_KIND } from './kinds.js';
import { isFinished, summarizeTrainingJob } from './phase.js';
import type { TrainingJob } from './types.js';

function job(conditions: string[], change: Partial<TrainingJob> = {}): TrainingJob {
  return {
    apiVersion: 'kubeflow.org/v1',
    kind: 'TFJob',
    metadata: {
      name: 'digits',
      namespace: 'ada',
      uid: 'u1',
      creationTimestamp: '2026-01-01T00:00:00Z'
    },
    spec: { tfReplicaSpecs: { Worker: { replicas: 1 }, Chief: { replicas: 1 } } },
    status: {
      startTime: '2026-01-01T00:00:01Z',
      conditions: conditions.map(type => ({
        type,
        status: 'True',
        message: `the job is ${type}.`,
        lastTransitionTime: '2026-01-01T00:01:05Z'
      }))
    },
    ...change
  };
}

function pod(role: string, status: Pod['status'], nodeName?: string): Pod {
  return {
    metadata: {
      name: `digits-${role}-0`,
      uid: `pod-${role}`,
      labels: {
        'training.kubeflow.org/replica-type': role,
        'training.kubeflow.org/replica-index': '0'
      }
    },
    spec: { nodeName, containers: [{ name: 'tensorflow', image: 'gone/away:1' }] },
    status
  };
}

const running: Pod['status'] = {
  phase: 'Running',
  conditions: [{ type: 'PodScheduled', status: 'True' }],
  containerStatuses: [{ name: 'tensorflow', restartCount: 0, state: { running: {} } }]
};
const ended = (exitCode: number, message?: string): Pod['status'] => ({
  phase: exitCode === 0 ? 'Succeeded' : 'Failed',
  containerStatuses: [{ name: 'tensorflow', state: { terminated: { exitCode, message } } }]
});
const unschedulable: Pod['status'] = {
  phase: 'Pending',
  conditions: [
    {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: '0/1 nodes are available: 1 Insufficient memory.'
    }
  ]
};
const noImage: Pod['status'] = {
  phase: 'Pending',
  conditions: [{ type: 'PodScheduled', status: 'True' }],
  containerStatuses: [
    {
      name: 'tensorflow',
      state: { waiting: { reason: 'ErrImagePull', message: 'manifest unknown: not found' } }
    }
  ]
};
const creating: Pod['status'] = {
  phase: 'Pending',
  conditions: [{ type: 'PodScheduled', status: 'True' }],
  containerStatuses: [{ name: 'tensorflow', state: { waiting: { reason: 'ContainerCreating' } } }]
};
const event = (reason: string, message: string, about: KubeEvent['involvedObject']): KubeEvent => ({
  type: 'Warning',
  reason,
  message,
  involvedObject: about,
  lastTimestamp: '2026-01-01T00:00:02Z'
});

describe('summarizeTrainingJob', () => {
  const table: [string, TrainingJob, Pod[], KubeEvent[], string, string, RegExp][] = [
    ['nobody took it', job([], { status: undefined }), [], [], 'Queued', '', /training operator/],
    ['it has no pods yet', job(['Created']), [], [], 'Queued', '', /waits for its pods/],
    [
      'the operator says Running while a worker is pending',
      job(['Created', 'Running']),
      [pod('chief', running), pod('worker', { phase: 'Pending' })],
      [],
      'Pending',
      '',
      /1 of 2 replicas/
    ],
    [
      'a replica is being set up',
      job(['Running']),
      [pod('chief', running), pod('worker', creating)],
      [],
      'Starting',
      '',
      /1 of 2 replicas/
    ],
    [
      'all run',
      job(['Running']),
      [pod('chief', running), pod('worker', running)],
      [],
      'Running',
      '',
      /All replicas are running/
    ],
    [
      'no node is large enough',
      job(['Created']),
      [pod('chief', unschedulable), pod('worker', unschedulable)],
      [],
      'Pending',
      'Unschedulable',
      /No node has enough memory/
    ],
    [
      'the image does not exist',
      job(['Created']),
      [pod('chief', noImage), pod('worker', creating)],
      [],
      'Pending',
      'ImagePull',
      /gone\/away:1 does not exist/
    ],
    [
      'the ConfigMap is missing',
      job(['Created']),
      [pod('chief', creating), pod('worker', creating)],
      [
        event('FailedMount', 'configmap "digits-code" not found', {
          kind: 'Pod',
          name: 'digits-chief-0',
          uid: 'pod-chief'
        })
      ],
      'Pending',
      'Volume',
      /configmap "digits-code" not found/
    ],
    [
      'the quota is used up',
      job(['Created']),
      [],
      [
        event(
          'FailedCreatePod',
          'Error creating: pods "digits-chief-0" is forbidden: exceeded quota: q, requested: cpu=2, used: cpu=1, limited: cpu=2',
          { kind: 'TFJob', name: 'digits', uid: 'u1' }
        )
      ],
      'Pending',
      'Quota',
      /quota/
    ],
    [
      'the operator refused it',
      job([]),
      [],
      [event('TFJobFailedValidation', 'name is wrong', { kind: 'TFJob', uid: 'u1' })],
      'Pending',
      'Rejected',
      /name is wrong/
    ],
    [
      'a worker crashed',
      job(['Running', 'Failed']),
      [pod('chief', running), pod('worker', ended(3, 'ValueError: no data'))],
      [],
      'Failed',
      'Crash',
      /Worker 0 ended with exit code 3: ValueError: no data/
    ],
    [
      'the chief succeeded and a worker failed in one moment',
      job(['Succeeded', 'Failed']),
      [pod('chief', ended(0)), pod('worker', ended(1))],
      [],
      'Failed',
      'Crash',
      /Worker 0 ended with exit code 1/
    ],
    [
      'it failed and its pods are gone',
      job(['Failed']),
      [],
      [],
      'Failed',
      'Crash',
      /the job is Failed/
    ],
    [
      'the chief succeeded while a worker still runs',
      job(['Running', 'Succeeded']),
      [pod('chief', ended(0)), pod('worker', running)],
      [],
      'Succeeded',
      '',
      /after 1 min 4 s/
    ],
    ['it is suspended', job(['Suspended']), [], [], 'Queued', '', /suspended/],
    [
      'it is started again',
      job(['Restarting']),
      [pod('chief', running), pod('worker', creating)],
      [],
      'Starting',
      '',
      /started again/
    ],
    [
      'it is being deleted',
      job(['Running'], { metadata: { name: 'digits', deletionTimestamp: '2026-01-01T00:00:09Z' } }),
      [],
      [],
      'Deleting',
      '',
      /deleted/
    ]
  ];
  it.each(table)('when %s', (_, object, pods, events, phase, reason, message) => {
    const summary = summarizeTrainingJob(object, { pods, events });
    expect(summary).toMatchObject({
      phase,
      reason,
      message: expect.stringMatching(message) as string
    });
  });

  it('lists the replicas, the chief first, with exit code and node', () => {
    const { replicas } = summarizeTrainingJob(job(['Failed']), {
      pods: [pod('worker', ended(2), 'node-1'), pod('chief', running, 'node-2')]
    });
    expect(replicas).toMatchObject([
      {
        name: 'digits-chief-0',
        role: 'chief',
        index: 0,
        phase: 'Running',
        exitCode: null,
        node: 'node-2'
      },
      {
        name: 'digits-worker-0',
        role: 'worker',
        index: 0,
        phase: 'Failed',
        exitCode: 2,
        node: 'node-1'
      }
    ]);
  });

  it('survives objects that hold nothing that one expects', () => {
    const strange: unknown[] = [
      {},
      { metadata: {} },
      { metadata: {}, spec: { tfReplicaSpecs: null }, status: { conditions: 'no' } },
      { metadata: {}, spec: { tfReplicaSpecs: { Worker: null, Odd: { replicas: 1e9 } } } },
      {
        metadata: {},
        spec: { tfReplicaSpecs: { Worker: { replicas: 'x' } } },
        status: { conditions: [null] }
      }
    ];
    for (const object of strange) {
      const summary = summarizeTrainingJob(object as TrainingJob, { pods: [{}] });
      expect(summary.message).not.toBe('');
      expect(summary.replicas.length).toBeLessThanOrEqual(1000);
    }
  });
});

it.each([
  [['Running'], false],
  [['Succeeded'], true],
  [['Failed'], true]
])('conditions %j: finished is %j', (conditions, finished) => {
  expect(isFinished(job(conditions))).toBe(finished);
});

it.each([
  [0, '0 s'],
  [13_000, '13 s'],
  [60_000, '1 min'],
  [245_000, '4 min 5 s'],
  [7_800_000, '2 h 10 min'],
  [273_600_000, '3 d 4 h']
])('%d ms is %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

it('finds the launcher of an MPIJob, whose pod has no number', () => {
  const launcher = pod('launcher', running);
  delete launcher.metadata?.labels?.['training.kubeflow.org/replica-index'];
  const spec = { mpiReplicaSpecs: { Worker: { replicas: 1 }, Launcher: {} } };
  const mpi = job(['Running'], { kind: 'MPIJob', spec });
  const { replicas } = summarizeTrainingJob(mpi, { pods: [launcher] }, MPIJOB_KIND);
  expect(replicas.map(({ role, phase }) => [role, phase])).toEqual([
    ['launcher', 'Running'],
    ['worker', 'Queued']
  ]);
  const unborn = summarizeTrainingJob(mpi, {}, MPIJOB_KIND);
  expect(unborn.replicas.map(({ name }) => name)).toEqual(['digits-launcher', 'digits-worker-0']);
});
