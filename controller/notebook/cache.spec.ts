import { NOTEBOOK } from '@kubeflow-lab/kube';
import type { StoreReader } from '@kubeflow-lab/kube';
import type { KubeEvent, Notebook, StatefulSet } from '@kubeflow-lab/resources';

import { notebooksOf } from './cache.js';
import { trimChild, trimClaim, trimEvent, trimNamespace } from './trim.js';

const lab: Notebook = {
  metadata: { namespace: 'ada', name: 'lab' },
  spec: {
    template: { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'home' } }] } }
  }
};
const two: Notebook = { metadata: { namespace: 'ada', name: 'two-0' } };
const all = [lab, two];
const notebooks = {
  get: ({ namespace, name }: { namespace?: string; name: string }) =>
    all.find(({ metadata }) => metadata?.namespace === namespace && metadata?.name === name),
  list: (namespace: string) => all.filter(({ metadata }) => metadata?.namespace === namespace)
} as unknown as StoreReader<Notebook>;

it.each([
  ['Pod', 'lab-0', ['ada/lab']],
  ['Pod', 'two-0-0', ['ada/two-0']],
  ['Pod', 'two-0', []],
  ['Pod', 'lab-x7f9', []],
  ['StatefulSet', 'lab', ['ada/lab']],
  ['StatefulSet', 'other', []],
  [NOTEBOOK.kind, 'lab', ['ada/lab']],
  ['PersistentVolumeClaim', 'home', ['ada/lab']],
  ['PersistentVolumeClaim', 'others', []],
  ['Node', 'lab', []],
  [undefined, undefined, []]
])('an event about %s %s concerns %j', (kind, name, keys) => {
  const event: KubeEvent = { involvedObject: { kind, name, namespace: 'ada' } };
  expect(notebooksOf(event, notebooks)).toEqual(keys);
  const elsewhere: KubeEvent = { involvedObject: { kind, name, namespace: 'grace' } };
  expect(notebooksOf(elsewhere, notebooks)).toEqual([]);
});

const metadata = {
  namespace: 'ada',
  name: 'x',
  uid: 'u',
  resourceVersion: '1',
  labels: { a: 'b' },
  annotations: { long: 'text' },
  managedFields: [{}]
};
const identity = { namespace: 'ada', name: 'x', uid: 'u', resourceVersion: '1' };
const owner = { apiVersion: 'kubeflow.org/v1', kind: 'Notebook', name: 'x', uid: 'n' };

it("holds all of a Notebook's child, but of others' objects only whose they are", () => {
  const spec = { replicas: 1 };
  const owned = { ...metadata, ownerReferences: [{ ...owner, controller: true }] };
  const { managedFields, ...kept } = owned;
  expect(managedFields).toHaveLength(1);
  expect(trimChild<StatefulSet>({ metadata: owned, spec })).toEqual({ metadata: kept, spec });
  const foreign = { ...metadata, ownerReferences: [{ ...owner, kind: 'App', controller: true }] };
  expect(trimChild<StatefulSet>({ metadata: foreign, spec })).toEqual({
    metadata: { ...identity, ownerReferences: foreign.ownerReferences }
  });
});

it('holds of everything else only what some rule reads', () => {
  const involvedObject = { kind: 'Pod', name: 'lab-0' };
  const event = { metadata, involvedObject, type: 'Warning', reason: 'R', message: 'm', count: 3 };
  expect(trimEvent({ ...event, source: { component: 'c' } })).toEqual({
    metadata: identity,
    involvedObject,
    type: 'Warning',
    reason: 'R',
    message: 'm'
  });
  expect(
    trimClaim({
      metadata,
      spec: { storageClassName: 's' },
      status: { phase: 'Bound', capacity: {} }
    })
  ).toEqual({ metadata: identity, spec: { storageClassName: 's' }, status: { phase: 'Bound' } });
  expect(trimNamespace({ metadata })).toEqual({ metadata: { ...identity, labels: { a: 'b' } } });
});
