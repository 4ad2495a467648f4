import { KubeError } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { Notebook, Pod, StatefulSet } from '@kubeflow-lab/resources';

import { withHash } from '../runtime/index.js';
import { statefulSetFor } from './children.js';
import { StatefulSets, isStuck, mayRestart } from './stateful-set.js';

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

describe('where the API server refuses a change', () => {
  const stopped = notebook({ 'kubeflow-resource-stopped': '' });
  const restarted = notebook({ [RESTART]: '1' });
  const IMMUTABLE = 'admission webhook "w" denied the request: spec.x: field is immutable';
  const ENDING = 'admission webhook "w" denied the request: scaling down is still in progress';

  function differing(replicas: number): StatefulSet {
    const set = statefulSetFor(notebook());
    const metadata = { ...set.metadata, uid: 's1', resourceVersion: '7', annotations: {} };
    return { ...set, metadata, spec: { ...set.spec, replicas } };
  }

  /** An API server that takes nothing but numbers of replicas, new objects and deletions; notes what it took. */
  function refusing(message: string, current: StatefulSet) {
    const took: unknown[] = [];
    let refused = 0;
    const denied = () => {
      refused += 1;
      return Promise.reject(new KubeError(422, { message }));
    };
    const client = {
      get: async () => current,
      apply: denied,
      mergePatch: async (_kind: unknown, _key: unknown, patch: StatefulSet) => {
        took.push({ replicas: patch.spec?.replicas });
        return { ...current, spec: { ...current.spec, ...patch.spec } };
      },
      create: async (_kind: unknown, object: StatefulSet, { dryRun }: { dryRun?: boolean }) => {
        took.push(dryRun ? 'tried' : 'created');
        return object;
      },
      delete: async (_kind: unknown, _key: unknown, options: object) => {
        took.push(options);
      }
    } as unknown as KubeClient;
    const sets = new StatefulSets({ client, settings: {}, onCreate: () => undefined });
    return { took, sets, refused: () => refused };
  }

  const deleted = {
    propagation: 'Foreground',
    preconditions: { uid: 's1', resourceVersion: '7' }
  };

  it('stops the server all the same', async () => {
    const current = differing(1);
    const { took, sets } = refusing(ENDING, current);
    const { statefulSet, pending } = await sets.apply(stopped, current, running);
    expect(took).toEqual([{ replicas: 0 }]);
    expect(statefulSet.spec?.replicas).toBe(0);
    expect(pending?.refusal).toMatchObject({ text: 'scaling down is still in progress' });
  });

  it('lets a server run whose restart is refused', async () => {
    const current = differing(1);
    const { took, sets } = refusing(ENDING, current);
    const { pending } = await sets.apply(restarted, current, running);
    expect(took).toEqual([]);
    expect(pending?.refusal).toMatchObject({ mayPass: true });
  });

  it('says so where nothing runs', async () => {
    const current = differing(0);
    const { took, sets } = refusing(ENDING, current);
    await expect(sets.apply(notebook(), current, undefined)).rejects.toThrow(ENDING);
    expect(took).toEqual([]);
  });

  it.each<[string, Notebook, number, Pod | undefined]>([
    ['of a server that starts', notebook(), 0, undefined],
    ['of one that cannot run', notebook(), 1, waiting],
    ['of one that is to restart', restarted, 1, running],
    ['of one that is to stop', stopped, 1, running]
  ])('makes way for a new StatefulSet %s, where only the change is refused', async (...row) => {
    const [, object, replicas, itsPod] = row;
    const current = differing(replicas);
    const { took, sets } = refusing(IMMUTABLE, current);
    expect((await sets.apply(object, current, itsPod)).pending).toBeNull();
    expect(took).toEqual([deleted]);
  });

  it('does not delete twice, nor what was made of the same wish', async () => {
    const { metadata, ...set } = differing(0);
    const ending = { ...set, metadata: { ...metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    const first = refusing(IMMUTABLE, ending);
    await first.sets.apply(notebook(), ending, undefined);
    expect(first.took).toEqual([]);

    const { annotations } = withHash(statefulSetFor(notebook())).metadata!;
    const same = { ...set, metadata: { ...metadata, annotations } };
    const second = refusing(IMMUTABLE, same);
    await expect(second.sets.apply(notebook(), same, undefined)).rejects.toThrow(IMMUTABLE);
    expect(second.took).toEqual([]);
  });

  it('asks what a StatefulSet made anew would change of a running server', async () => {
    const current = differing(1);
    current.spec!.template!.spec!.containers![0].image = 'before';
    const { took, sets } = refusing(IMMUTABLE, current);
    const { pending } = await sets.apply(notebook(), current, running);
    expect(pending).toEqual({
      changes: [{ field: 'containers[main].image', from: 'before', to: 'i' }],
      refusal: null
    });
    expect(took).toEqual(['tried']);
  });

  it.each([
    ['again where a webhook refuses a running server its change', ENDING, 2],
    ['once where Kubernetes does', 'StatefulSet.apps "lab" is invalid: spec.x: bad', 1]
  ])('asks %s', async (_what, message, times) => {
    const current = differing(1);
    current.spec!.template!.spec!.containers![0].image = 'before';
    const { sets, refused } = refusing(message, current);
    await sets.apply(notebook(), current, running);
    await sets.apply(notebook(), current, running);
    expect(refused()).toBe(times);
  });
});
