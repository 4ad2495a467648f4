import fc from 'fast-check';

import type { KubeObject } from '@kubeflow-lab/resources';

import { Store, byController, byLabel, keyOf } from './store.js';

const someObject: fc.Arbitrary<KubeObject> = fc.record({
  metadata: fc.record({
    namespace: fc.constantFrom('a', 'b'),
    name: fc.constantFrom('x', 'y', 'z'),
    resourceVersion: fc.nat(1000).map(String),
    labels: fc.dictionary(fc.constant('app'), fc.constantFrom('one', 'two'))
  })
});

describe('a store', () => {
  it('answers by index what a search through all would find, after any changes', () => {
    const change = fc.tuple(fc.boolean(), someObject);
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), changes => {
        const store = new Store<KubeObject>({ app: byLabel('app') });
        const model = new Map<string, KubeObject>();
        for (const [set, object] of changes) {
          if (set) {
            store.set(object);
            model.set(keyOf(object.metadata), object);
          } else {
            store.delete(object);
            model.delete(keyOf(object.metadata));
          }
        }
        const all = [...model.values()];
        expect(new Set(store.list())).toEqual(new Set(all));
        for (const namespace of ['a', 'b']) {
          const wanted = all.filter(o => o.metadata?.namespace === namespace);
          expect(new Set(store.list(namespace))).toEqual(new Set(wanted));
          const labelled = wanted.filter(o => o.metadata?.labels?.app === 'one');
          expect(new Set(store.find('app', `${namespace}/one`))).toEqual(new Set(labelled));
        }
      })
    );
  });

  it('tells of a replacement exactly what leads from the old state to the new one', () => {
    const unique = fc.uniqueArray(someObject, { selector: o => keyOf(o.metadata) });
    fc.assert(
      fc.property(unique, unique, (before, after) => {
        const store = new Store<KubeObject>();
        const told = new Map<string, KubeObject>();
        store.onChange(change => {
          const key = keyOf(change.object.metadata);
          if (change.type === 'deleted') {
            told.delete(key);
          } else {
            told.set(key, change.object);
          }
        });
        store.replace(before);
        store.replace(after);
        const versions = (objects: Iterable<KubeObject>) =>
          [...objects].map(o => `${keyOf(o.metadata)}@${o.metadata?.resourceVersion}`).sort();
        expect(versions(told.values())).toEqual(versions(after));
        expect(versions(store.list())).toEqual(versions(after));
      })
    );
  });

  it('finds the children of an owner', () => {
    const store = new Store<KubeObject>({ owner: byController });
    const reference = { apiVersion: 'v1', kind: 'K', name: 'k', uid: 'u1', controller: true };
    const child: KubeObject = { metadata: { name: 'c', ownerReferences: [reference] } };
    store.set(child);
    expect(store.find('owner', 'u1')).toEqual([child]);
    expect(() => store.find('nothing', 'u1')).toThrow('no index');
  });

  it('hands out objects that nobody can change for the others', () => {
    const store = new Store<KubeObject>();
    store.set({ metadata: { name: 'a', labels: {} } });
    const labels = store.get({ name: 'a' })!.metadata!.labels!;
    expect(() => {
      labels.app = 'x';
    }).toThrow(TypeError);
  });
});
