import type { Notebook, Pod, Profile } from '@kubeflow-lab/resources';

import { trimNotebook, trimPod, trimProfile } from './cache.js';

const METADATA = {
  name: 'lab',
  namespace: 'ada',
  uid: 'u',
  resourceVersion: '7',
  annotations: { said: 'this' },
  labels: { 'notebook-name': 'lab', many: 'more' },
  managedFields: [{ manager: 'kubectl' }],
  finalizers: ['keep']
};
const KEPT = {
  name: 'lab',
  namespace: 'ada',
  uid: 'u',
  resourceVersion: '7',
  annotations: { said: 'this' }
};

it('holds of a Notebook how its server is asked, and what was said of its use', () => {
  const conditions = [{ type: 'Idle', status: 'False' as const }];
  const container = {
    name: 'lab',
    image: 'large',
    args: ['--many'],
    ports: [{ containerPort: 8888 }],
    resources: { limits: { 'nvidia.com/gpu': '1' } },
    env: [
      { name: 'SECRET', value: 'x' },
      { name: 'KUBEFLOW_LAB_IDENTITY', value: 'required' }
    ]
  };
  const notebook: Notebook = {
    metadata: METADATA,
    spec: { template: { spec: { containers: [container], volumes: [{ name: 'v' }] } } },
    status: { conditions, stopsAt: '2026-03-01T12:00:00Z', readyReplicas: 1, containerState: {} }
  };
  const { name, ports, resources, env } = container;
  expect(JSON.parse(JSON.stringify(trimNotebook(notebook)))).toEqual({
    metadata: KEPT,
    spec: { template: { spec: { containers: [{ name, ports, resources, env: [env[1]] }] } } },
    status: { conditions, stopsAt: '2026-03-01T12:00:00Z' }
  });
});

it('holds of a pod where it is, since when it runs, and whether it is ready', () => {
  const running = { startedAt: '2026-03-01T10:00:00Z' };
  const ready = { type: 'Ready', status: 'True' as const };
  const pod: Pod = {
    metadata: { ...METADATA, creationTimestamp: '2026-03-01T09:59:00Z' },
    spec: { containers: [{ name: 'lab', image: 'large' }] },
    status: {
      podIP: '10.0.0.1',
      phase: 'Running',
      conditions: [{ type: 'PodScheduled', status: 'True' }, ready],
      containerStatuses: [{ name: 'lab', image: 'large', state: { running } }]
    }
  };
  const { annotations, ...metadata } = KEPT;
  expect(annotations).toBeDefined();
  expect(JSON.parse(JSON.stringify(trimPod(pod)))).toEqual({
    metadata: {
      ...metadata,
      creationTimestamp: '2026-03-01T09:59:00Z',
      labels: { 'notebook-name': 'lab' }
    },
    status: {
      podIP: '10.0.0.1',
      conditions: [ready],
      containerStatuses: [{ name: 'lab', state: { running } }]
    }
  });
});

it('holds of a Profile what its annotations say', () => {
  const profile: Profile = {
    metadata: METADATA,
    spec: { owner: { kind: 'User', name: 'ada' }, resourceQuotaSpec: { hard: {} } }
  };
  expect(JSON.parse(JSON.stringify(trimProfile(profile)))).toEqual({ metadata: KEPT });
});
