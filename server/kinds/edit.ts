/** An object changed as a whole, as its YAML was edited. */
import { withoutManagedFields } from '@kubeflow-lab/kube';
import { mergePatchOf } from '@kubeflow-lab/resources';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { ObjectEdit } from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import type { ActionDefinition, Noun, ObjectCall } from './definition.js';
import { manifestFor } from './manifest.js';

/** The action by which objects are edited; `noun` is what people call one in a sentence. */
export function editing<O extends KubeObject>({ one }: Noun): ActionDefinition<O> {
  return {
    summary:
      'Change the object to what is sent, if nobody else changed it since it was read (409).',
    body: 'ObjectEdit',
    run: (call: ObjectCall<O>, edit: ObjectEdit) => editObject(call, edit, one)
  };
}

/**
 * Writes what differs from the version that was read, as the caller. What was changed by somebody else since then is
 * never overwritten: 409.
 */
async function editObject<O extends KubeObject>(
  { caller, key, resource }: ObjectCall<O>,
  { object, dryRun = false }: ObjectEdit,
  noun: string
): Promise<O> {
  const current = withoutManagedFields(await caller.kube.get(resource, key));
  const { resourceVersion } = object.metadata as { resourceVersion?: unknown };
  if (typeof resourceVersion !== 'string') {
    const message = 'The object does not say which version was changed; keep its resourceVersion.';
    throw invalid([{ path: 'object.metadata.resourceVersion', message }]);
  }
  if (object.metadata.name !== key.name) {
    const message = `A ${noun} cannot be renamed; make "${key.name}" anew under another name instead.`;
    throw invalid([{ path: 'object.metadata.name', message }]);
  }
  if (resourceVersion !== current.metadata?.resourceVersion) {
    throw new ProblemError(
      409,
      `The ${noun} "${key.name}" was changed by somebody else meanwhile; look at what they changed and apply again.`
    );
  }
  // Checks kind and project; who made it stays as it is.
  manifestFor(object, resource, { namespace: key.namespace, user: '' });
  const patch = mergePatchOf(withoutStatus(current), withoutStatus(object));
  if (patch === undefined) {
    return current;
  }
  const metadata = (patch as { metadata?: object }).metadata;
  const locked = { ...(patch as object), metadata: { ...metadata, resourceVersion } };
  return withoutManagedFields(await caller.kube.mergePatch(resource, key, locked, { dryRun }));
}

/** The status is the controller's alone. */
function withoutStatus(object: object): object {
  const entries = Object.entries(object).filter(([field]) => field !== 'status');
  return Object.fromEntries(entries);
}
