/** Which changes in the cluster concern which items: the parts of which kinds put their own together. */
import { keyOf } from '@kubeflow-lab/kube';
import type { StoreReader } from '@kubeflow-lab/kube';
import type { KubeObject, PodSpec } from '@kubeflow-lab/resources';

import { storeKey } from '../cache/cluster-cache.js';
import type { Related } from '../cache/item-feed.js';
import type { KindView, Subject } from './definition.js';

/** Objects of a store; `keys` answers the store keys of the items that one of them concerns. */
export function related<O extends KubeObject>(
  store: StoreReader<O>,
  keys: (object: O) => readonly string[]
): Related {
  return {
    onChange: concern => {
      store.onChange(change => concern(keys(change.object)));
    }
  };
}

/** The item that a label names. */
export const byLabelKey = (label: string) => (object: KubeObject) => {
  const name = object.metadata?.labels?.[label];
  return name === undefined ? [] : [keyOf({ namespace: object.metadata?.namespace, name })];
};

/** What concerns objects that run pods, each labelled with the object's name. */
export interface PodOwners<O extends KubeObject> {
  /** The kind, as events name it. */
  kind: string;
  podLabel: string;
  /** The pod specs whose volumes an object waits for; none for one that waits no more. */
  templates(object: O): readonly (PodSpec | undefined)[];
}

/** Pods, claims that they mount, and the events about object, pods and claims. */
export function podOwnerConcerns<O extends KubeObject>(
  { cache, store }: KindView<O>,
  { kind, podLabel, templates }: PodOwners<O>
): Related[] {
  const ofPod = byLabelKey(podLabel);
  const mounting = (namespace: string | undefined, claim: string | undefined) =>
    store
      .list(namespace ?? '')
      .filter(object => templates(object).some(spec => mounts(spec, claim)))
      .map(storeKey);
  return [
    related(cache.pods.store, ofPod),
    related(cache.claims.store, ({ metadata }) => mounting(metadata?.namespace, metadata?.name)),
    related(cache.events.store, event => {
      const { kind: subject, name = '' } = event.involvedObject ?? {};
      const namespace = event.metadata?.namespace ?? '';
      switch (subject) {
        case kind:
          return [keyOf({ namespace, name })];
        case 'PersistentVolumeClaim':
          return mounting(namespace, name);
        case 'Pod': {
          const pod = cache.pods.store.get({ namespace, name });
          return pod === undefined ? [] : ofPod(pod);
        }
        default:
          return [];
      }
    })
  ];
}

/** The claims that pods of these specs mount, as subjects of events. */
export function claimSubjects(specs: readonly (PodSpec | undefined)[]): Subject[] {
  return claimNames(specs).map(name => ['PersistentVolumeClaim', name]);
}

export function mounts(spec: PodSpec | undefined, claim: string | undefined): boolean {
  return claim !== undefined && claimNames([spec]).includes(claim);
}

function claimNames(specs: readonly (PodSpec | undefined)[]): string[] {
  const names = specs
    .flatMap(spec => (Array.isArray(spec?.volumes) ? spec.volumes : []))
    .map(volume => volume?.persistentVolumeClaim?.claimName)
    .filter(name => typeof name === 'string');
  return [...new Set(names)];
}
