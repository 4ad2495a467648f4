import type { Pod } from '../common/object.js';
import { suspendTrainJobPatch, whyNotTrainJob } from './actions.js';
import { isTrainJobFinished, summarizeTrainJob } from './phase.js';
import type { TrainJob } from './types.js';

const born = '2026-01-01T00:00:00Z';
const later = '2026-01-01T00:01:00Z';

function trainJob(spec: object = {}, status: object = {}): TrainJob {
  return {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'TrainJob',
    metadata: { name: 'net', namespace: 'ada', uid: 'u', creationTimestamp: born },
    spec: {
      runtimeRef: {
        name: 'torch-distributed',
        kind: 'ClusterTrainingRuntime',
        apiGroup: 'trainer.kubeflow.org'
      },
      trainer: { image: 'x:1', command: ['torchrun', 'train.py'], numNodes: 2 },
      ...spec
    },
    status
  };
}

/** A pod as JobSet and Job make it. */
function pod(part: string, index: number, phase: string, metadata: object = {}): Pod {
  const running = { name: 'node', image: 'x:1', state: { running: {} } };
  return {
    metadata: {
      name: `net-${part}-0-${index}-x7k2p`,
      creationTimestamp: born,
      labels: {
        'jobset.sigs.k8s.io/jobset-name': 'net',
        'jobset.sigs.k8s.io/replicatedjob-name': part,
        'batch.kubernetes.io/job-completion-index': String(index)
      },
      ...metadata
    },
    spec: { containers: [{ name: 'node', image: 'x:1' }] },
    status: { phase, startTime: born, containerStatuses: phase === 'Running' ? [running] : [] }
  };
}

const both = (phase: string) => [pod('node', 0, phase), pod('node', 1, phase)];
const condition = (type: string, message = '') => ({
  type,
  status: 'True',
  reason: 'Said',
  message,
  lastTransitionTime: later
});
const suspended = [{ ...condition('Suspended'), status: 'False' }];

describe('the state', () => {
  it.each<[string, TrainJob, Pod[], string, string]>([
    ['nobody has taken', trainJob(), [], 'Queued', 'The job waits for Kubeflow Trainer.'],
    [
      'has no pods yet',
      trainJob({}, { conditions: suspended }),
      [],
      'Queued',
      'The job waits for its pods.'
    ],
    [
      'has one of two pods',
      trainJob(),
      [pod('node', 0, 'Running')],
      'Pending',
      '1 of 2 replicas are running; the job waits for the rest.'
    ],
    ['runs', trainJob(), both('Running'), 'Running', 'All replicas are running.'],
    [
      'reports how far it is',
      trainJob(
        {},
        { trainerStatus: { progressPercentage: 45, estimatedRemainingSeconds: 795, metrics: [] } }
      ),
      both('Running'),
      'Running',
      'All replicas are running. It reports that 45 % is done and about 13 min 15 s are left.'
    ],
    [
      'is suspended',
      trainJob({ suspend: true }),
      [],
      'Queued',
      'The job is suspended and begins when it is resumed.'
    ],
    [
      'is complete',
      trainJob({}, { conditions: [...suspended, condition('Complete')] }),
      both('Succeeded'),
      'Succeeded',
      'The job finished after 1 min.'
    ],
    [
      'has a runtime that nobody knows',
      trainJob({}, { conditions: [condition('Failed', 'TrainingRuntime not found')] }),
      [],
      'Failed',
      'The job failed: TrainingRuntime not found.'
    ],
    [
      'is not the one of that name whose pods are still there',
      trainJob(),
      both('Running').map(one => ({
        ...one,
        metadata: { ...one.metadata, creationTimestamp: '2025-12-31T00:00:00Z' }
      })),
      'Queued',
      'The job waits for Kubeflow Trainer.'
    ]
  ])('of one that %s', (_, job, pods, phase, message) => {
    expect(summarizeTrainJob(job, { pods })).toMatchObject({ phase, message });
  });
});

describe('the replicas', () => {
  const names = (job: TrainJob, pods: Pod[] = []) =>
    summarizeTrainJob(job, { pods }).replicas.map(({ name }) => name);

  it('are those of the trainer and the initializers, in the order in which they run', () => {
    const initializer = { model: { storageUri: 'hf://m' }, dataset: { storageUri: 'hf://d' } };
    expect(names(trainJob({ initializer }))).toEqual([
      'net-dataset-initializer-0-0',
      'net-model-initializer-0-0',
      'net-node-0-0',
      'net-node-0-1'
    ]);
  });

  it('are also those that only the runtime knows, once there is a status or a pod', () => {
    const job = trainJob({ trainer: {} }, { jobsStatus: [{ name: 'launcher' }, { name: 'node' }] });
    expect(names(job, [pod('node', 2, 'Running')])).toEqual([
      'net-launcher-0-0',
      'net-node-0-0',
      'net-node-0-1',
      'net-node-0-2-x7k2p'
    ]);
  });

  it('are their last tries', () => {
    const failed = pod('node', 0, 'Failed');
    const again = pod('node', 0, 'Running', {
      name: 'net-node-0-0-again',
      creationTimestamp: later
    });
    expect(names(trainJob({ trainer: { numNodes: 1 } }), [again, failed])).toEqual([
      'net-node-0-0-again'
    ]);
  });

  it.each([[1e9], [-3], ['many'], [null], [2.5]])('are never very many: %j', numNodes => {
    const { length } = names(trainJob({ trainer: { numNodes } }));
    expect(length).toBeGreaterThanOrEqual(1);
    expect(length).toBeLessThanOrEqual(1000);
  });
});

it('has the metrics that it printed, and those that it reports', () => {
  const metrics = [
    { name: 'loss', value: '0.25' },
    { name: 'device', value: 'cpu' },
    { name: 'nothing', value: '' }
  ];
  const job = trainJob({}, { trainerStatus: { metrics } });
  expect(summarizeTrainJob(job, { metrics: { accuracy: 0.9, loss: 1 } }).metrics).toEqual({
    accuracy: 0.9,
    loss: 0.25
  });
});

it.each<[TrainJob, string | null, string | null]>([
  [trainJob(), null, 'It is not suspended.'],
  [trainJob({ suspend: true }), 'It is suspended already.', null],
  [trainJob({}, { conditions: [condition('Complete')] }), 'It has ended.', 'It has ended.']
])('is suspended and resumed while it lasts', (job, suspend, resume) => {
  expect(whyNotTrainJob('suspend', job)).toBe(suspend);
  expect(whyNotTrainJob('resume', job)).toBe(resume);
  expect(suspendTrainJobPatch(true)).toEqual({ spec: { suspend: true } });
});

it.each([
  [{}],
  [{ status: 'x' }],
  [{ spec: { initializer: null }, status: { jobsStatus: [null] } }]
])('of any shape has a state: %j', odd => {
  expect(summarizeTrainJob(odd as TrainJob).phase).toBe('Queued');
  expect(isTrainJobFinished(odd as TrainJob)).toBe(false);
});
