import type { Pod } from '@kubeflow-lab/resources';

import { trimPod } from './servers.js';

it('holds of a pod all that is said of its state, and of its spec only what explains a trouble', () => {
  const metadata = {
    name: 'lab-0',
    namespace: 'ada',
    uid: 'u',
    resourceVersion: '7',
    creationTimestamp: '2026-03-01T09:59:00Z',
    labels: { 'notebook-name': 'lab' }
  };
  const container = { name: 'lab', image: 'i', resources: {} };
  const running = { startedAt: '2026-03-01T10:00:00Z' };
  const status: Pod['status'] = {
    phase: 'Running',
    podIP: '10.0.0.1',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ name: 'lab', image: 'i', state: { running } }]
  };
  const pod: Pod = {
    metadata: { ...metadata, managedFields: [{ manager: 'kubelet' }] },
    spec: { containers: [{ ...container, env: [] }], nodeName: 'n' },
    status
  };
  const trimmed = trimPod(pod);
  expect(trimmed.spec).toEqual({ containers: [container] });
  expect({ ...trimmed, spec: undefined }).toEqual({ metadata, status });
});
