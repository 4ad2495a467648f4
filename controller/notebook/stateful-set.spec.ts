import type { Notebook, Pod, StatefulSet } from '@kubeflow-lab/resources';

import { isStuck, mayRestart } from './stateful-set.js';

const RESTART = 'notebooks.kubeflow.org/restart';

function notebook(annotations: Record<string, string> = {}): Notebook {
  return {
    metadata: { name: 'lab', namespace: 'ada', uid: 'u1', annotations },
    spec: { template: { spec: { containers: [{ name: 'main', image: 'i' }] } } }
  };
}

function set(restart?: string, replicas = 1, status: StatefulSet['status'] = {}): StatefulSet {
  const annotations = restart === undefined ? undefined : { [RESTART]: restart };
  return {
    metadata: { generation: 2, uid: 's1' },
    spec: { replicas, template: { metadata: { annotations } } },
    status
  };
}

function pod(state: object, metadata: Pod['metadata'] = {}, ready = false): Pod {
  return {
    metadata,
    status: {
      conditions: ready ? [{ type: 'Ready', status: 'True' }] : [],
      containerStatuses: [
        { name: 'a-sidecar', state: { running: {} } },
        { name: 'main', state }
      ]
    }
  };
}

const running = pod({ running: {} });
const waiting = pod({ waiting: { reason: 'ImagePullBackOff' } });
const ending = pod({ running: {} }, { deletionTimestamp: '2026-01-01T00:00:00Z' });

const updates: [string, Notebook, StatefulSet, Pod | undefined, boolean][] = [
  ['a running server', notebook(), set(), running, false],
  ['no pod', notebook(), set(), undefined, true],
  ['a server whose image cannot be had', notebook(), set(), waiting, true],
  ['a pod that is ending', notebook(), set(), ending, true],
  ['one that is to stop', notebook({ 'kubeflow-resource-stopped': '' }), set(), running, true],
  ['one that was stopped', notebook(), set(undefined, 0), running, true],
  ['a new restart', notebook({ [RESTART]: '1' }), set(), running, true],
  ['another restart', notebook({ [RESTART]: '2' }), set('1'), running, true],
  ['a restart that was', notebook({ [RESTART]: '1' }), set('1'), running, false],
  ['a restart that is said no more', notebook(), set('1'), running, false],
  [
    'one that wants changes at once',
    notebook({ 'notebooks.kubeflow.org/update-policy': 'Immediate' }),
    set(),
    running,
    true
  ],
  [
    'another policy',
    notebook({ 'notebooks.kubeflow.org/update-policy': 'OnRestart' }),
    set(),
    running,
    false
  ]
];

it.each(updates)('of %s: may it be restarted?', (_what, object, current, itsPod, answer) => {
  expect(mayRestart(object, current, itsPod)).toBe(answer);
});

const updated = { observedGeneration: 2, updateRevision: 'new' };
const owner = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  name: 'lab',
  uid: 's1',
  controller: true
};
const old = { labels: { 'controller-revision-hash': 'old' }, ownerReferences: [owner] };
const fresh = { labels: { 'controller-revision-hash': 'new' }, ownerReferences: [owner] };

const stuck: [string, StatefulSet, Pod, boolean][] = [
  ['of the last template', set(undefined, 1, updated), pod({ waiting: {} }, fresh), false],
  ['of an earlier template', set(undefined, 1, updated), pod({ waiting: {} }, old), true],
  ['that is ready', set(undefined, 1, updated), pod({ running: {} }, old, true), false],
  ['in which somebody may work', set(undefined, 1, updated), pod({ running: {} }, old), false],
  ['that is to restart', set('1', 1, updated), pod({ running: {} }, old), true],
  [
    'that is ending',
    set(undefined, 1, updated),
    pod({ waiting: {} }, { ...old, deletionTimestamp: 'x' }),
    false
  ],
  [
    'of a template that is not looked at yet',
    set(undefined, 1, { ...updated, observedGeneration: 1 }),
    pod({ waiting: {} }, old),
    false
  ],
  [
    'that is nobody’s, but has its name',
    set(undefined, 1, updated),
    pod({ waiting: {} }, { ...old, ownerReferences: [] }),
    false
  ],
  ['of nothing that is known', set(undefined, 1, {}), pod({ waiting: {} }, old), false]
];

it.each(stuck)('a pod %s: does it stand in the way?', (_what, current, itsPod, answer) => {
  expect(isStuck(notebook(), current, itsPod)).toBe(answer);
});
