/** What of the cluster's objects is held in memory: what some rule reads, and no more. */
import { withoutManagedFields } from '@kubeflow-lab/kube';
import type {
  KubeEvent,
  KubeObject,
  ObjectMeta,
  PersistentVolumeClaim
} from '@kubeflow-lab/resources';

import { ownerKey } from './owner.js';

/** By these an object is found, and known from another of the same name. */
function identity({ namespace, name, uid, resourceVersion }: ObjectMeta = {}): ObjectMeta {
  return { namespace, name, uid, resourceVersion };
}

/** Of objects that are no Notebook's only whose they are, because they may have a name that a child needs. */
export function trimChild<O extends KubeObject>(object: O): O {
  if (ownerKey(object) !== null) {
    return withoutManagedFields(object);
  }
  const ownerReferences = object.metadata?.ownerReferences;
  return { metadata: { ...identity(object.metadata), ownerReferences } } as O;
}

export function trimEvent(event: KubeEvent): KubeEvent {
  const { metadata, involvedObject, type, reason, message, series } = event;
  const { firstTimestamp, lastTimestamp, eventTime } = event;
  const { creationTimestamp } = metadata ?? {};
  return {
    metadata: { ...identity(metadata), creationTimestamp },
    involvedObject,
    type,
    reason,
    message,
    series,
    firstTimestamp,
    lastTimestamp,
    eventTime
  };
}

export function trimClaim({
  metadata,
  spec,
  status
}: PersistentVolumeClaim): PersistentVolumeClaim {
  return {
    metadata: identity(metadata),
    spec: { storageClassName: spec?.storageClassName },
    status: { phase: status?.phase }
  };
}

export function trimNamespace({ metadata }: KubeObject): KubeObject {
  const { labels, deletionTimestamp } = metadata ?? {};
  return { metadata: { ...identity(metadata), labels, deletionTimestamp } };
}
