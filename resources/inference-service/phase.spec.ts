import type { KubeEvent, Pod } from '../common/object.js';
import { summarizeInferenceService } from './phase.js';
import type { InferenceServiceSurroundings } from './phase.js';
import type { InferenceService, InferenceServiceStatus } from './types.js';

const uri = (version: string) => `s3://ada/models/digits/${version}`;

function service(
  version: string,
  status: InferenceServiceStatus = taken,
  metadata: InferenceService['metadata'] = {}
): InferenceService {
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name: 'digits', creationTimestamp: '2026-01-01T00:00:00Z', ...metadata },
    spec: {
      predictor: {
        minReplicas: 1,
        model: { modelFormat: { name: 'sklearn', version: '1' }, storageUri: uri(version) }
      }
    },
    status
  };
}

const taken: InferenceServiceStatus = {
  conditions: [{ type: 'PredictorReady', status: 'False' }],
  address: { url: 'http://digits-predictor.ada.svc.cluster.local' },
  clusterServingRuntimeName: 'kubeflow-lab-sklearnserver'
};

function pod(version: string, status: Pod['status'], deletionTimestamp?: string): Pod {
  return {
    metadata: {
      name: `digits-predictor-${version}`,
      annotations: { 'internal.serving.kserve.io/storage-initializer-sourceuri': uri(version) },
      ...(deletionTimestamp ? { deletionTimestamp } : {})
    },
    spec: { containers: [{ name: 'kserve-container', image: 'gone/away:1' }] },
    status
  };
}

const READY_AT = '2026-01-01T00:01:00Z';
const ready: Pod['status'] = {
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: READY_AT }],
  containerStatuses: [{ name: 'kserve-container', state: { running: {} } }]
};
const loading: Pod['status'] = {
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: READY_AT }],
  containerStatuses: [{ name: 'kserve-container', state: { running: {} } }]
};
const crashed = (message: string, more: object = {}): Pod['status'] => ({
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: READY_AT }],
  containerStatuses: [
    {
      name: 'kserve-container',
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: {
        terminated: { exitCode: 1, startedAt: '2026-01-01T00:01:01Z', message, ...more }
      }
    }
  ]
});
const triedAgain: Pod['status'] = {
  ...loading,
  containerStatuses: [
    {
      name: 'kserve-container',
      restartCount: 2,
      state: { running: {} },
      lastState: { terminated: { exitCode: 1, startedAt: '2026-01-01T00:01:01Z', message: 'No.' } }
    }
  ]
};
const notFetched: Pod['status'] = {
  phase: 'Pending',
  initContainerStatuses: [
    {
      name: 'storage-initializer',
      state: { terminated: { exitCode: 1, message: 'Traceback …\nNothing lies at s3://ada/x.\n' } }
    }
  ],
  containerStatuses: [
    { name: 'kserve-container', state: { waiting: { reason: 'PodInitializing' } } }
  ]
};
const noImage: Pod['status'] = {
  phase: 'Pending',
  containerStatuses: [
    {
      name: 'kserve-container',
      state: { waiting: { reason: 'ErrImagePull', message: 'manifest unknown' } }
    }
  ]
};
const noPlace: Pod['status'] = {
  phase: 'Pending',
  conditions: [
    {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: '0/1 nodes are available: 1 Insufficient cpu.'
    }
  ]
};
const refused = (reason: string): InferenceServiceStatus => ({
  ...taken,
  modelStatus: { transitionStatus: 'InvalidSpec', lastFailureInfo: { reason } }
});
const notWritten = (message: string): InferenceServiceStatus => ({
  conditions: [
    {
      type: 'PredictorReady',
      status: 'False',
      reason: 'ReconcileFailed',
      message: `fails to reconcile predictor: ${message}`
    }
  ]
});
const quota: KubeEvent = {
  reason: 'FailedCreate',
  message: 'exceeded quota: q, requested: cpu=9, used: cpu=0, limited: cpu=1',
  involvedObject: { kind: 'ReplicaSet', name: 'digits-predictor-abc' }
};

type Row = [string, InferenceService, InferenceServiceSurroundings, string, string, string];

const rows: Row[] = [
  ['serving', service('2'), { pods: [pod('2', ready)] }, 'Running', 'Serving version 2.', ''],
  ['nothing yet', service('1', {}), {}, 'Pending', 'The service waits for KServe.', ''],
  ['no pod yet', service('1'), {}, 'Pending', 'The model server is being prepared.', ''],
  [
    'loading',
    service('1'),
    { pods: [pod('1', loading)] },
    'Starting',
    'Version 1 is being loaded.',
    ''
  ],
  [
    'rolling out',
    service('3'),
    { pods: [pod('2', ready), pod('3', loading)] },
    'Running',
    'Version 3 is being rolled out; version 2 serves.',
    ''
  ],
  [
    'before the new pod is there',
    service('3'),
    { pods: [pod('2', ready)] },
    'Running',
    'Version 3 is being rolled out; version 2 serves.',
    ''
  ],
  [
    'both answer',
    service('3'),
    { pods: [pod('2', ready), pod('3', ready)] },
    'Running',
    'Serving version 3; what served before is going away.',
    ''
  ],
  [
    'the old one goes',
    service('3'),
    { pods: [pod('2', ready, '2026-01-01T00:02:00Z'), pod('3', ready)] },
    'Running',
    'Serving version 3.',
    ''
  ],
  [
    'a broken first version',
    service('1'),
    { pods: [pod('1', crashed('Traceback\nEOFError: Ran out of input.\n'))] },
    'Failed',
    'Version 1 failed to load: EOFError: Ran out of input.',
    'Crash'
  ],
  [
    'a broken next version',
    service('3'),
    { pods: [pod('2', ready), pod('3', crashed('EOFError: Ran out of input'))] },
    'Running',
    'Version 3 failed to load: EOFError: Ran out of input; version 2 serves.',
    'Crash'
  ],
  [
    'a broken version that is tried again',
    service('3'),
    { pods: [pod('2', ready), pod('3', triedAgain)] },
    'Running',
    'Version 3 failed to load: No; version 2 serves.',
    'Crash'
  ],
  [
    'died after it had served',
    service('2'),
    { pods: [pod('2', crashed('', { exitCode: 139, startedAt: '2026-01-01T00:00:30Z' }))] },
    'Failed',
    'Version 2 was serving and ended with exit code 139; its log says why.',
    'Crash'
  ],
  [
    'out of memory',
    service('2'),
    { pods: [pod('2', crashed('', { reason: 'OOMKilled', exitCode: 137 }))] },
    'Failed',
    'Version 2 ran out of memory and was ended; give it more memory.',
    'OutOfMemory'
  ],
  [
    'not there',
    service('4'),
    { pods: [pod('4', notFetched)] },
    'Failed',
    'Version 4 could not be fetched: Nothing lies at s3://ada/x.',
    'Crash'
  ],
  [
    'no image',
    service('1'),
    { pods: [pod('1', noImage)] },
    'Failed',
    'The image gone/away:1 does not exist; check its name and tag.',
    'ImagePull'
  ],
  [
    'a replica more that crashes',
    service('2'),
    {
      pods: [pod('2', ready), pod('2', crashed('MemoryError'))],
      deployment: { spec: { replicas: 2 } }
    },
    'Running',
    'Serving version 2 but not with all replicas: another replica failed to load: MemoryError.',
    'Crash'
  ],
  [
    'settings that do not work',
    service('2'),
    { pods: [pod('2', ready), pod('2', crashed('', { reason: 'OOMKilled', exitCode: 137 }))] },
    'Running',
    'Serving version 2 with its earlier settings; with the new ones it ran out of memory and was ended; give it more memory.',
    'OutOfMemory'
  ],
  [
    'unknown format',
    service('1', refused('NoSupportingRuntime')),
    {},
    'Failed',
    'No runtime of the cluster serves models of the format sklearn.',
    'Configuration'
  ],
  [
    'a Deployment of the same name',
    service(
      '1',
      notWritten('Deployment.apps "a-predictor" is invalid: spec.selector: Invalid value')
    ),
    {},
    'Failed',
    'There is a Deployment a-predictor that belongs to something else; delete it, or choose another name.',
    'Rejected'
  ],
  [
    'anything else that cannot be written',
    service('1', notWritten('services "a" is forbidden.')),
    {},
    'Failed',
    'KServe cannot make the service: services "a" is forbidden.',
    'Rejected'
  ],
  [
    'two writers at the same time',
    service('1', notWritten('the object has been modified; try again')),
    {},
    'Pending',
    'The model server is being prepared.',
    ''
  ],
  [
    'refused while an earlier one serves',
    service('2', refused('NoSupportingRuntime')),
    { pods: [pod('1', ready)] },
    'Running',
    'No runtime of the cluster serves models of the format sklearn; version 1 serves.',
    'Configuration'
  ],
  [
    'quota',
    service('1'),
    { events: [quota] },
    'Failed',
    "The project's quota does not allow it: the model server asks for cpu=9, in use are cpu=0, allowed are cpu=1.",
    'Quota'
  ],
  [
    'stopping',
    service('1', taken, { annotations: { 'serving.kserve.io/stop': 'true' } }),
    { pods: [pod('1', ready)] },
    'Stopping',
    'The service is stopping.',
    ''
  ],
  [
    'stopped',
    service('1', taken, { annotations: { 'serving.kserve.io/stop': 'true' } }),
    {},
    'Stopped',
    'The service is stopped; its model is kept.',
    ''
  ],
  [
    'deleted',
    service('1', taken, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
    { pods: [pod('1', ready)] },
    'Deleting',
    'The service is being deleted.',
    ''
  ]
];

it.each(rows)('%s', (_, object, around, phase, message, reason) => {
  expect(summarizeInferenceService(object, around)).toMatchObject({ phase, message, reason });
});

describe('a server that runs and does not answer', () => {
  const running = (changed: string): Pod['status'] => ({
    ...loading,
    conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: changed }],
    containerStatuses: [
      { name: 'kserve-container', state: { running: { startedAt: '2026-01-01T00:01:00Z' } } }
    ]
  });
  const BEFORE = '2026-01-01T00:00:59Z';
  const probe = (message: string, seconds: number): KubeEvent => ({
    reason: 'Unhealthy',
    message,
    involvedObject: { kind: 'Pod', name: 'digits-predictor-1' },
    lastTimestamp: `2026-01-01T00:01:${seconds}Z`
  });
  const refusedAt = 'Startup probe failed: dial tcp 10.0.0.3:8080: connect: connection refused';

  it.each<[string, string, KubeEvent[], string]>([
    ['is young', BEFORE, [probe(refusedAt, 10)], 'Version 1 is being loaded.'],
    [
      'listens nowhere',
      BEFORE,
      [probe(refusedAt, 30)],
      'Version 1 runs, but nothing answers at port 8080 yet: it takes its time, or listens at another port.'
    ],
    [
      'answers something else',
      BEFORE,
      [probe('Readiness probe failed: HTTP probe failed with statuscode: 404', 30)],
      'Version 1 runs and does not answer as it should yet: readiness probe failed: HTTP probe failed with statuscode: 404.'
    ],
    [
      'answered before',
      '2026-01-01T00:05:00Z',
      [],
      'Version 1 was serving and does not answer any more; its log may say why.'
    ]
  ])('is told from one that loads where it %s', (_, changed, events, message) => {
    const found = summarizeInferenceService(service('1'), {
      pods: [pod('1', running(changed))],
      events
    });
    expect(found).toMatchObject({ phase: 'Starting', message, rollout: 'Progressing' });
  });
});

it.each<[string, InferenceService, Pod[], string]>([
  ['the wanted version answers', service('2'), [pod('2', ready)], 'Complete'],
  ['an earlier one answers too', service('2'), [pod('1', ready), pod('2', ready)], 'Progressing'],
  ['only an earlier one answers', service('2'), [pod('1', ready)], 'Progressing'],
  ['it is being loaded', service('2'), [pod('2', loading)], 'Progressing'],
  ['it waits for a place', service('2'), [pod('2', noPlace)], 'Progressing'],
  ['it is broken', service('2'), [pod('1', ready), pod('2', crashed('No.'))], 'Failed'],
  ['it is refused', service('2', refused('RuntimeDisabled')), [pod('2', ready)], 'Failed']
])('says how far a version is where %s', (_, object, pods, rollout) => {
  expect(summarizeInferenceService(object, { pods }).rollout).toBe(rollout);
});

it('tells what serves, where and since when', () => {
  const around = {
    pods: [pod('1', ready), pod('2', loading)],
    deployment: { spec: { replicas: 2 } }
  };
  const object = service('2', taken, {
    annotations: {
      'lab.kubeflow.org/sample': '[[1, 2]]',
      'lab.kubeflow.org/notebook': 'digits.ipynb'
    }
  });
  expect(summarizeInferenceService(object, around)).toMatchObject({
    url: 'http://digits-predictor.ada.svc.cluster.local',
    model: {
      format: 'sklearn',
      version: '1',
      storageUri: 's3://ada/models/digits/2',
      runtime: 'kubeflow-lab-sklearnserver'
    },
    replicas: { ready: 1, desired: 2 },
    version: '2',
    sample: [[1, 2]],
    startedAt: READY_AT,
    finishedAt: null,
    createdAt: '2026-01-01T00:00:00Z',
    notebook: 'digits.ipynb'
  });
});

it.each<[string, InferenceService]>([
  ['an empty object', {}],
  ['a sample that is no JSON', { metadata: { annotations: { 'lab.kubeflow.org/sample': '{' } } }],
  [
    'anything in place of the spec',
    { spec: { predictor: { model: 7, minReplicas: 'many' } } } as unknown as InferenceService
  ]
])('takes %s', (_, object) => {
  expect(summarizeInferenceService(object)).toMatchObject({
    phase: 'Pending',
    sample: null,
    version: null,
    url: null
  });
});

it('knows models of the earlier form and addresses without a version', () => {
  const object: InferenceService = {
    spec: { predictor: { xgboost: { storageUri: 'pvc://claim/boost' } } }
  };
  const current: Pod = { ...pod('1', ready), metadata: { name: 'x' } };
  expect(summarizeInferenceService(object, { pods: [current] })).toMatchObject({
    message: 'Serving the model.',
    model: { format: 'xgboost', storageUri: 'pvc://claim/boost' },
    version: null
  });
});

it.each([
  ['keda', 'KEDA brings one when its rules ask for it'],
  ['external', 'what scales it, outside of KServe, decides when there is one'],
  ['none', 'its minReplicas asks for none'],
  ['hpa', 'its Deployment was scaled to none']
])('says that nothing answers where %s left no replica, and takes it for no failure', (by, why) => {
  const annotations = { 'serving.kserve.io/autoscalerClass': by };
  const status = { ...taken, conditions: [{ type: 'Ready' as const, status: 'True' as const }] };
  const deployment = { spec: { replicas: 0 } };
  // Of the pod that was to be made before.
  const earlier: KubeEvent = {
    reason: 'FailedCreate',
    message: 'Error creating: connection refused',
    involvedObject: { kind: 'ReplicaSet', name: 'digits-predictor-5d9f' }
  };
  expect(
    summarizeInferenceService(service('1', status, { annotations }), {
      deployment,
      events: [earlier]
    })
  ).toMatchObject({
    phase: 'Pending',
    rollout: 'Complete',
    message: `Version 1 has no replica now, so nothing answers: ${why}.`,
    replicas: { ready: 0, desired: 0 },
    url: null
  });
});
