import type { Condition, Notebook, Pod, Summary } from '@kubeflow-lab/resources';

import { mainStatus, statusFor } from './status.js';
import type { Observed } from './status.js';

const NOW = '2026-01-01T12:00:00Z';
const BEFORE = '2026-01-01T11:00:00Z';
const summary: Summary = { phase: 'Running', message: 'It is ready.', reason: '', since: null };

function notebook(status: Notebook['status'] = {}, container = 'lab'): Notebook {
  return {
    metadata: { name: 'lab', namespace: 'ada', generation: 3 },
    spec: { template: { spec: { containers: [{ name: container }, { name: 'helper' }] } } },
    status
  };
}

function pod(conditions: Condition[], names: string[] = []): Pod {
  const containerStatuses = names.map(name => ({ name, state: { running: { startedAt: name } } }));
  return { status: { conditions, containerStatuses } };
}

function made(object: Notebook, observed: Partial<Observed> = {}) {
  const nothing = { pod: null, summary, pending: null };
  return statusFor(object, { ...nothing, ...observed }, NOW);
}

it('is complete without a pod', () => {
  expect(made(notebook())).toEqual({
    observedGeneration: 3,
    readyReplicas: 0,
    containerState: {},
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'Running',
        message: 'It is ready.',
        lastTransitionTime: NOW,
        observedGeneration: 3
      }
    ]
  });
});

it("mirrors the pod's conditions with their own times, and puts ours in place of its Ready", () => {
  const scheduled: Condition = {
    type: 'PodScheduled',
    status: 'True',
    lastTransitionTime: BEFORE,
    lastProbeTime: BEFORE
  };
  const { conditions } = made(notebook(), {
    pod: pod([
      { ...scheduled, reason: '', message: '' },
      { type: 'Ready', status: 'False' }
    ])
  });
  expect(conditions).toEqual([scheduled, expect.objectContaining({ status: 'True' })]);
});

it('has each type once, whatever the pod says', () => {
  const types = ['A', 'A', 'Ready', 'UpdatePending', 'Idle'];
  const idle: Condition = { type: 'Idle', status: 'False', reason: 'InUse' };
  const { conditions } = made(notebook({ conditions: [idle] }), {
    pod: pod(types.map(type => ({ type, status: 'True' }))),
    pending: { changes: [{ field: 'x' }], refusal: null }
  });
  expect(conditions?.map(({ type }) => type).sort()).toEqual([
    'A',
    'Idle',
    'Ready',
    'UpdatePending'
  ]);
  expect(conditions).toContainEqual(idle);
});

it.each([
  ['True', BEFORE],
  ['False', NOW]
] as const)('keeps the time of a condition that was %s before: %s', (status, time) => {
  const conditions: Condition[] = [{ type: 'Ready', status, lastTransitionTime: BEFORE }];
  const ready = made(notebook({ conditions })).conditions?.find(({ type }) => type === 'Ready');
  expect(ready?.lastTransitionTime).toBe(time);
});

it.each<[string, Pod | null, number]>([
  ['a pod that is ready', pod([{ type: 'Ready', status: 'True' }]), 1],
  ['a pod that is not', pod([{ type: 'Ready', status: 'False' }]), 0],
  ['a pod that says nothing', {}, 0],
  ['no pod', null, 0]
])('counts what is ready: %s', (_what, its, expected) => {
  expect(made(notebook(), { pod: its }).readyReplicas).toBe(expected);
});

it('tells what waits for the next start, at most twenty things of it', () => {
  const changes = Array.from({ length: 30 }, (_, index) => ({ field: `f${index}` }));
  const { pendingChanges, conditions } = made(notebook(), { pending: { changes, refusal: null } });
  expect(pendingChanges).toEqual(changes.slice(0, 20));
  expect(conditions).toContainEqual(
    expect.objectContaining({ type: 'UpdatePending', reason: 'RestartNeeded', status: 'True' })
  );
});

it('tells why a change cannot be applied', () => {
  const refusal = { text: 'bad name', mayPass: false, ofChange: false };
  const refused = made(notebook(), { pending: { changes: [], refusal } });
  expect(refused.pendingChanges).toBeUndefined();
  expect(refused.conditions).toContainEqual(
    expect.objectContaining({
      type: 'UpdatePending',
      reason: 'Rejected',
      message: 'Kubernetes does not accept the changed server: bad name.'
    })
  );
});

it('leaves the time at which culling stops the server', () => {
  expect(made(notebook({ stopsAt: NOW })).stopsAt).toBe(NOW);
});

const containers: [string, string, string[], string | undefined][] = [
  ['its name', 'lab', ['istio-proxy', 'lab'], 'lab'],
  ['another name, with sidecars', 'server', ['a-proxy', 'helper', 'server'], 'server'],
  ['the name of the Notebook, not first', 'x', ['x', 'lab'], 'lab'],
  ['a name that it had before', 'renamed', ['server'], 'server'],
  ['a name that nobody knows', 'renamed', ['a-proxy', 'server'], undefined],
  ['none', 'lab', [], undefined]
];

it.each(containers)('finds the container by %s', (_what, container, names, found) => {
  expect(mainStatus(notebook({}, container), pod([], names))?.name).toBe(found);
  const { containerState } = made(notebook({}, container), { pod: pod([], names) });
  expect(containerState).toEqual(found ? { running: { startedAt: found } } : {});
});
