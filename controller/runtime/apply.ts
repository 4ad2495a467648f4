import { createHash } from 'node:crypto';

import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import { apiVersionOf } from '@kubeflow-lab/kube';
import type { KubeObject, OwnerReference } from '@kubeflow-lab/resources';
import { stringify } from 'safe-stable-stringify';

import { covers } from './covers.js';

/** Annotation of everything that we apply: a hash of what we wanted, so that a field we no longer want is noticed. */
export const APPLIED_ANNOTATION = 'lab.kubeflow.org/applied-hash';

/** The reference that makes `owner` the controller of an object. */
export function controllerReference(kind: Kind, owner: KubeObject): OwnerReference {
  const { name, uid } = owner.metadata ?? {};
  if (!name || !uid) {
    throw new Error(`A ${kind.kind} without a name or uid cannot own anything.`);
  }
  return {
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true
  };
}

/** The uid of the object's controller, if it has one. */
export function controllerUid(object: KubeObject): string | undefined {
  return object.metadata?.ownerReferences?.find(reference => reference.controller)?.uid;
}

/** No object has this version, and one that does not exist may be applied with any: the write makes a new object or none. */
export const MUST_NOT_EXIST = { resourceVersion: '1' };

/**
 * Server-side apply of `desired`, unless `current` shows that nothing would change. Answers the object as it is then,
 * and whether it was written. The write names the version that it was decided on, so that one that comes late (of a
 * process that was stopped for a while, or out of a slow network) changes nothing: it fails with a conflict (409).
 */
export async function applyIfChanged<O extends KubeObject>(
  client: KubeClient,
  kind: Kind<O>,
  desired: O,
  current: O | undefined
): Promise<{ object: O; written: boolean }> {
  const marked = withHash(desired);
  if (current !== undefined && covers(current, marked)) {
    return { object: current, written: false };
  }
  const decidedOn = current === undefined ? MUST_NOT_EXIST : versionOf(current);
  const metadata = { ...marked.metadata, ...decidedOn };
  return { object: await client.apply(kind, { ...marked, metadata }), written: true };
}

/** What a write carries so that it counts only for exactly this object in exactly this state. */
export function versionOf(object: KubeObject): { uid?: string; resourceVersion?: string } {
  const { uid, resourceVersion } = object.metadata ?? {};
  return { uid, resourceVersion };
}

/** `desired` with the annotation by which its version is known later. */
export function withHash<O extends KubeObject>(desired: O): O {
  const text = stringify(desired) ?? '';
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const annotations = { ...desired.metadata?.annotations, [APPLIED_ANNOTATION]: hash };
  return { ...desired, metadata: { ...desired.metadata, annotations } };
}
