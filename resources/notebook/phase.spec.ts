import fc from 'fast-check';

import type { ContainerState, KubeEvent, Pod, PodStatus } from '../common/object.js';
import { notebookPhase, summarizeNotebook } from './phase.js';
import type { NotebookSurroundings } from './phase.js';
import type { Notebook } from './types.js';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const MADE = '2026-01-01T11:00:00Z';

const notebook: Notebook = {
  metadata: { name: 'lab', namespace: 'ada', creationTimestamp: MADE },
  spec: {
    template: {
      spec: {
        containers: [
          {
            name: 'lab',
            image: 'localhost/jupyter:1',
            resources: { requests: { cpu: '250m' }, limits: { cpu: '0.5', memory: '1Gi' } },
            volumeMounts: [
              { name: 's', mountPath: '/home/jovyan/shared' },
              { name: 'w', mountPath: '/home/jovyan/' }
            ]
          }
        ],
        volumes: [{ name: 'w', persistentVolumeClaim: { claimName: 'lab-workspace' } }]
      }
    }
  }
};

function annotated(annotations: Record<string, string>): Notebook {
  return { ...notebook, metadata: { ...notebook.metadata, annotations } };
}

function pod(status: PodStatus, metadata: Pod['metadata'] = {}): Pod {
  return {
    metadata: { name: 'lab-0', namespace: 'ada', uid: 'p1', creationTimestamp: MADE, ...metadata },
    spec: {
      containers: [
        {
          name: 'lab',
          image: 'localhost/jupyter:1',
          resources: { requests: { memory: '64Gi' }, limits: { memory: '1Gi' } }
        }
      ],
      volumes: [{ name: 'w', persistentVolumeClaim: { claimName: 'lab-workspace' } }]
    },
    status
  };
}

function inState(state: ContainerState, lastState?: ContainerState): Pod {
  return pod({
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: MADE }],
    containerStatuses: [{ name: 'lab', state, lastState }]
  });
}

function waiting(reason: string, message = ''): Pod {
  return inState({ waiting: { reason, message } });
}

function crashed(terminated: ContainerState['terminated']): Pod {
  return inState({ waiting: { reason: 'CrashLoopBackOff' } }, { terminated });
}

function unschedulable(message: string): Pod {
  return pod({
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }]
  });
}

function gated(queue?: string): Pod {
  const conditions = [
    { type: 'PodScheduled', status: 'False' as const, reason: 'SchedulingGated' }
  ];
  const labels: Record<string, string> =
    queue === undefined ? {} : { 'kueue.x-k8s.io/queue-name': queue };
  return pod({ phase: 'Pending', conditions }, { labels });
}

function event(kind: string, name: string, reason: string, message: string, uid = ''): KubeEvent {
  const involvedObject = { kind, name, namespace: 'ada', uid };
  return { involvedObject, reason, message, lastTimestamp: MADE };
}

const failedCreate = (message: string) => event('StatefulSet', 'lab', 'FailedCreate', message);

const ready = pod({
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T11:30:00Z' }]
});
const answersSince = (startedAt: string) => inState({ running: { startedAt } });
const pendingClaim = { metadata: { name: 'lab-workspace' }, spec: { storageClassName: 'fast' } };
const UNBOUND = '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.';

/** What it is about, the notebook, what lies around, then phase, reason and message. */
type Case = [string, Notebook, NotebookSurroundings, string, string, RegExp];

const cases: Case[] = [
  [
    'being deleted',
    { metadata: { ...notebook.metadata, deletionTimestamp: MADE } },
    { pod: ready },
    'Deleting',
    '',
    /being deleted/
  ],
  [
    'stopping',
    annotated({ 'kubeflow-resource-stopped': MADE }),
    { pod: ready },
    'Stopping',
    '',
    /stopping/
  ],
  [
    'stopped',
    annotated({ 'kubeflow-resource-stopped': MADE }),
    { pod: null },
    'Stopped',
    '',
    /files are kept/
  ],
  [
    'stopped for want of activity',
    annotated({
      'kubeflow-resource-stopped': MADE,
      'lab.kubeflow.org/notebook-idle-stop': `${MADE} 7200`
    }),
    { pod: null },
    'Stopped',
    '',
    /^Stopped after 2 h without activity; its files are kept\.$/
  ],
  ['just made', notebook, { pod: null }, 'Pending', '', /being prepared/],
  ['ready', notebook, { pod: ready }, 'Running', '', /is ready/],
  ['held back', notebook, { pod: gated() }, 'Queued', '', /waits to be let in/],
  ['in a queue', notebook, { pod: gated('team') }, 'Queued', '', /in the queue team\./],
  [
    'ready by its status alone',
    { ...notebook, status: { readyReplicas: 1 } },
    {},
    'Running',
    '',
    /is ready/
  ],
  [
    'without its pod, whatever its status says',
    { ...notebook, status: { readyReplicas: 1 } },
    { pod: null },
    'Pending',
    '',
    /being prepared/
  ],
  ['replaced', notebook, { pod: pod({}, { deletionTimestamp: MADE }) }, 'Starting', '', /anew/],
  [
    'waiting for the scheduler',
    notebook,
    { pod: pod({ phase: 'Pending' }) },
    'Pending',
    '',
    /place on a node/
  ],
  ['set up', notebook, { pod: waiting('ContainerCreating') }, 'Starting', '', /set up on its node/],
  [
    'fetching its image',
    notebook,
    {
      pod: waiting('ContainerCreating'),
      events: [event('Pod', 'lab-0', 'Pulling', 'Pulling image', 'p1')]
    },
    'Starting',
    '',
    /image is being fetched/
  ],
  [
    'starting up',
    notebook,
    { pod: answersSince('2026-01-01T11:59:30Z') },
    'Starting',
    '',
    /starting up/
  ],
  [
    'silent for long',
    notebook,
    {
      pod: answersSince(MADE),
      events: [event('Pod', 'lab-0', 'Unhealthy', 'Readiness probe failed: HTTP 403', 'p1')]
    },
    'Starting',
    'Probe',
    /does not answer: Readiness probe failed: HTTP 403\.$/
  ],
  [
    'without its image',
    notebook,
    { pod: waiting('ImagePullBackOff', 'manifest unknown') },
    'Pending',
    'ImagePull',
    /The image localhost\/jupyter:1 does not exist/
  ],
  [
    'with a private image',
    notebook,
    { pod: waiting('ErrImagePull', 'pull access denied') },
    'Pending',
    'ImagePull',
    /may not be read/
  ],
  [
    'with an image nobody reaches',
    notebook,
    { pod: waiting('ErrImagePull', 'dial tcp: timeout') },
    'Pending',
    'ImagePull',
    /cannot be fetched/
  ],
  [
    'with no image name',
    notebook,
    { pod: waiting('InvalidImageName') },
    'Pending',
    'ImagePull',
    /no image name/
  ],
  [
    'too large for memory',
    notebook,
    { pod: unschedulable('0/1 nodes are available: 1 Insufficient memory. no new claims.') },
    'Pending',
    'Unschedulable',
    /No node has 64Gi memory free for the server/
  ],
  [
    'too large for CPU',
    notebook,
    { pod: unschedulable('0/1 nodes are available: 1 Insufficient cpu.') },
    'Pending',
    'Unschedulable',
    /No node has enough CPU free/
  ],
  [
    'kept off by taints',
    notebook,
    { pod: unschedulable('0/1 nodes are available: 1 node(s) had untolerated taint {a: b}.') },
    'Pending',
    'Unschedulable',
    /No node can take the server: .*taint/
  ],
  [
    'without its claim',
    notebook,
    { pod: unschedulable('persistentvolumeclaim "gone" not found') },
    'Pending',
    'Volume',
    /volume gone does not exist/
  ],
  [
    'without a storage class',
    notebook,
    {
      pod: unschedulable(UNBOUND),
      claims: [pendingClaim],
      events: [
        event(
          'PersistentVolumeClaim',
          'lab-workspace',
          'ProvisioningFailed',
          'storageclass.storage.k8s.io "fast" not found'
        )
      ]
    },
    'Pending',
    'Volume',
    /there is no storage class fast/
  ],
  [
    'waiting for its volume',
    notebook,
    { pod: unschedulable(UNBOUND), claims: [pendingClaim] },
    'Pending',
    'Volume',
    /waits for storage class fast/
  ],
  [
    'without a default class',
    notebook,
    { pod: unschedulable(UNBOUND), claims: [{ metadata: { name: 'lab-workspace' } }] },
    'Pending',
    'Volume',
    /no default one/
  ],
  [
    'with a volume that cannot be mounted',
    notebook,
    {
      pod: waiting('ContainerCreating'),
      events: [event('Pod', 'lab-0', 'FailedMount', 'timed out', 'p1')]
    },
    'Pending',
    'Volume',
    /cannot be mounted: timed out/
  ],
  [
    'crashed',
    notebook,
    { pod: crashed({ exitCode: 3 }) },
    'Failed',
    'Crash',
    /exit code 3; its log says why/
  ],
  [
    'crashed with a last word',
    notebook,
    { pod: crashed({ exitCode: 1, message: 'Traceback\nValueError: no\n\n' }) },
    'Failed',
    'Crash',
    /exit code 1: ValueError: no\.$/
  ],
  [
    'out of memory',
    notebook,
    { pod: crashed({ exitCode: 137, reason: 'OOMKilled' }) },
    'Failed',
    'OutOfMemory',
    /out of memory \(it had 1Gi\)/
  ],
  [
    'ending at once',
    notebook,
    { pod: crashed({ exitCode: 0 }) },
    'Failed',
    'Crash',
    /ended right after it was started/
  ],
  [
    'wrongly configured',
    notebook,
    { pod: waiting('CreateContainerConfigError', 'secret "x" not found') },
    'Failed',
    'Configuration',
    /cannot be started: secret "x" not found/
  ],
  [
    'evicted',
    notebook,
    { pod: pod({ phase: 'Failed', reason: 'Evicted', message: 'low on memory' }) },
    'Failed',
    'Evicted',
    /ended by its node: low on memory/
  ],
  [
    'against the security rules',
    notebook,
    {
      pod: null,
      events: [
        failedCreate(
          'pods "lab-0" is forbidden: violates PodSecurity "baseline:latest": privileged (container "lab")'
        )
      ]
    },
    'Failed',
    'Rejected',
    /security rules do not allow the server: privileged/
  ],
  [
    'beyond the quota',
    notebook,
    {
      pod: null,
      events: [
        failedCreate(
          'exceeded quota: q, requested: memory=2Gi, used: memory=3Gi, limited: memory=4Gi'
        )
      ]
    },
    'Pending',
    'Quota',
    /asks for memory=2Gi, in use are memory=3Gi, allowed are memory=4Gi/
  ],
  [
    'without its account',
    notebook,
    { pod: null, events: [failedCreate('serviceaccount "default-editor" not found')] },
    'Failed',
    'Configuration',
    /no service account default-editor/
  ],
  [
    'refused by a webhook',
    notebook,
    {
      pod: null,
      events: [
        failedCreate(
          'create Pod lab-0 in StatefulSet lab failed error: admission webhook "w" denied the request: no'
        )
      ]
    },
    'Failed',
    'Rejected',
    /^The server cannot be made: admission webhook "w" denied the request: no\.$/
  ]
];

it.each(cases)('a server %s', (_what, object, around, phase, reason, message) => {
  const summary = notebookPhase(object, { now: NOW, ...around });
  expect(summary).toMatchObject({ phase, reason, message: expect.stringMatching(message) });
  expect(summary.message).toMatch(/\.$/);
});

it('does not blame a pod for what happened to an earlier one', () => {
  const events = [event('Pod', 'lab-0', 'FailedMount', 'old trouble', 'p0')];
  expect(notebookPhase(notebook, { pod: waiting('ContainerCreating'), events }).reason).toBe('');
});

it('does not blame a StatefulSet for what happened to an earlier one', () => {
  const old = event('StatefulSet', 'lab', 'FailedCreate', 'old', 's0');
  const around = { pod: null, events: [old], statefulSet: { metadata: { uid: 's1' } } };
  expect(notebookPhase(notebook, around).reason).toBe('');
});

it('tells what a person wants to know', () => {
  const annotations = { 'notebooks.kubeflow.org/creator': 'ada@example.com' };
  expect(summarizeNotebook(annotated(annotations), { pod: ready })).toEqual({
    phase: 'Running',
    message: 'The server is ready.',
    reason: '',
    since: '2026-01-01T11:30:00Z',
    image: 'localhost/jupyter:1',
    cpu: '0.5',
    memory: '1Gi',
    volume: 'lab-workspace',
    url: '/connect/ada/lab',
    createdAt: MADE,
    creator: 'ada@example.com',
    lastActivity: null,
    stopsAt: null,
    stopsSoon: false,
    activityProblem: ''
  });
  expect(summarizeNotebook(notebook, { pod: null })).toMatchObject({ url: null, creator: null });
});

it('tells something of any object that the API server would take', () => {
  const anything = fc.jsonValue({ maxDepth: 4 });
  const spec = fc.record({
    template: fc.record({
      spec: fc.dictionary(fc.constantFrom('containers', 'volumes', 'x'), anything)
    })
  });
  fc.assert(
    fc.property(spec, fc.array(anything), (odd, volumes) => {
      const object = { metadata: { name: 'lab', namespace: 'ada' }, spec: odd } as Notebook;
      const state = { containers: volumes, volumes } as never;
      const summary = summarizeNotebook(object, {
        pod: { ...unschedulable(UNBOUND), spec: state },
        claims: [pendingClaim]
      });
      expect(summary.phase).toBe('Pending');
      expect(typeof summary.image).toBe('string');
    })
  );
});
