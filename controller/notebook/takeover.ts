import { FIELD_MANAGER, apiVersionOf } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

import { APPLIED_ANNOTATION, versionOf } from '../runtime/index.js';

/** What upstream's controller is called in managedFields: the name of its program. */
const UPSTREAM_MANAGER = 'manager';

/**
 * Mark of what was not written by server-side apply (`write.ts`), because it was new or cannot be written so, before the
 * hash in our annotation.
 */
export const WHOLE_MARK = 'whole-';

/** Paths as the API server writes them: `{"f:spec": {"f:replicas": {}}}`. */
interface Fields {
  [part: string]: Fields;
}

interface ManagedFields {
  manager?: string;
  operation?: string;
  apiVersion?: string;
  fieldsType?: string;
  fieldsV1?: Fields;
  subresource?: string;
}

/**
 * The `managedFields` of an object after what upstream's controller (or we, by other means) wrote with updates counts as
 * applied by us; null where there is nothing of that. Only so does server-side apply remove a field that is not wanted
 * any more. Labels and annotations that upstream's manager has to its name are others': it sets none.
 */
export function takenOver(
  managedFields: readonly unknown[] | undefined,
  apiVersion: string
): unknown[] | null {
  const entries = (managedFields ?? []) as ManagedFields[];
  const theirs = entries.filter(isTheirs);
  if (theirs.length === 0) {
    return null;
  }
  const isOurs = (entry: ManagedFields) =>
    entry.manager === FIELD_MANAGER && entry.operation === 'Apply' && !entry.subresource;
  const fieldsV1 = [
    ...theirs.map(takenFrom),
    ...entries.filter(isOurs).map(e => e.fieldsV1 ?? {})
  ].reduce(union, {});
  const ours = {
    manager: FIELD_MANAGER,
    operation: 'Apply',
    apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1
  };
  return [...entries.filter(entry => !isTheirs(entry) && !isOurs(entry)), ours];
}

function isTheirs({ manager, operation, subresource }: ManagedFields): boolean {
  return (
    (manager === UPSTREAM_MANAGER || manager === FIELD_MANAGER) &&
    operation === 'Update' &&
    !subresource
  );
}

function takenFrom({ manager, fieldsV1 = {} }: ManagedFields): Fields {
  if (manager === FIELD_MANAGER) {
    return fieldsV1;
  }
  const spec = fieldsV1['f:spec'];
  const owners = fieldsV1['f:metadata']?.['f:ownerReferences'];
  return {
    ...(spec === undefined ? {} : { 'f:spec': spec }),
    ...(owners === undefined ? {} : { 'f:metadata': { 'f:ownerReferences': owners } })
  };
}

function union(a: Fields, b: Fields): Fields {
  const merged = { ...a };
  for (const [part, below] of Object.entries(b)) {
    merged[part] = part in merged ? union(merged[part], below) : below;
  }
  return merged;
}

/**
 * Takes over the fields of a child that was not applied by us so far. Changes nothing that anybody sees; answers the
 * object as it is then.
 */
export async function takeOver<O extends KubeObject>(
  client: KubeClient,
  kind: Kind<O>,
  current: O
): Promise<O> {
  const mark = current.metadata?.annotations?.[APPLIED_ANNOTATION];
  if (mark !== undefined && !mark.startsWith(WHOLE_MARK)) {
    return current;
  }
  const { namespace, name = '' } = current.metadata ?? {};
  const key = { namespace, name };
  const live = await client.get(kind, key);
  const managedFields = takenOver(live.metadata?.managedFields, apiVersionOf(kind));
  return managedFields === null
    ? live
    : client.mergePatch(kind, key, { metadata: { ...versionOf(live), managedFields } });
}
