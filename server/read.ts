import { isUnreachable, withoutManagedFields } from '@kubeflow-lab/kube';
import type { Kind, KubeClient, StoreReader } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

import type { Access } from './identity/access.js';
import type { Caller } from './identity/authenticator.js';

/**
 * One object, read as the caller. While the API server is away it comes from the cache, for whoever was allowed to read it
 * when the API server was last asked.
 */
export async function readObject<O extends KubeObject>(
  kind: Kind<O>,
  key: { namespace: string; name: string },
  { identity, kube }: Caller,
  store: StoreReader<O>,
  access: Access
): Promise<O> {
  try {
    return withoutManagedFields(await kube.get(kind, key, { timeoutMs: 10_000 }));
  } catch (error) {
    const cached = isUnreachable(error) ? store.get(key) : undefined;
    if (cached === undefined) {
      throw error;
    }
    if (await access.allowed(identity, listDeed(kind, key.namespace))) {
      return cached;
    }
    throw error;
  }
}

/** The right that seeing a namespace's objects of a kind needs; without one: those of all namespaces. */
export function listDeed(kind: Kind, namespace?: string) {
  return { verb: 'list', group: kind.group, resource: kind.plural, namespace };
}

/**
 * The objects that a project has of a kind, and those that the whole cluster has of its twin, each with its own kind: the
 * project's are read as the caller, the cluster's are everybody's.
 */
export async function listOwnAndShared<O extends KubeObject>(
  client: KubeClient,
  { kube }: Caller,
  { own, shared, namespace }: { own: Kind<O>; shared: Kind<O>; namespace: string }
): Promise<O[]> {
  const [ours, everybodys] = await Promise.all([
    kube.list(own, { namespace }),
    client.list(shared)
  ]);
  return [
    ...ours.items.map(item => ({ ...item, kind: own.kind })),
    ...everybodys.items.map(item => ({ ...item, kind: shared.kind }))
  ];
}
