/** A Notebook changed as a whole, as its YAML was edited. */
import { NOTEBOOK, withoutManagedFields } from '@kubeflow-lab/kube';
import { mergePatchOf } from '@kubeflow-lab/resources';
import type { Notebook } from '@kubeflow-lab/resources';
import type { NotebookEdit } from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import type { ObjectCall } from '../kinds/definition.js';
import { manifestFor } from '../kinds/manifest.js';

/**
 * Writes what differs from the version that was read, as the caller. What was changed by somebody else since then is
 * never overwritten: 409.
 */
export async function editNotebook(
  { caller, key }: ObjectCall<Notebook>,
  { object, dryRun = false }: NotebookEdit
): Promise<Notebook> {
  const current = withoutManagedFields(await caller.kube.get(NOTEBOOK, key));
  const { resourceVersion } = object.metadata as { resourceVersion?: unknown };
  if (typeof resourceVersion !== 'string') {
    const message = 'The object does not say which version was changed; keep its resourceVersion.';
    throw invalid([{ path: 'object.metadata.resourceVersion', message }]);
  }
  if (object.metadata.name !== key.name) {
    const message = `A notebook server cannot be renamed; clone "${key.name}" under another name instead.`;
    throw invalid([{ path: 'object.metadata.name', message }]);
  }
  if (resourceVersion !== current.metadata?.resourceVersion) {
    throw new ProblemError(
      409,
      `The notebook server "${key.name}" was changed by somebody else meanwhile; look at what they changed and apply again.`
    );
  }
  // Checks kind and project; who made it stays as it is.
  manifestFor(object, NOTEBOOK, { namespace: key.namespace, user: '' });
  const patch = mergePatchOf(withoutStatus(current), withoutStatus(object));
  if (patch === undefined) {
    return current;
  }
  const metadata = (patch as { metadata?: object }).metadata;
  const locked = { ...(patch as object), metadata: { ...metadata, resourceVersion } };
  return withoutManagedFields(await caller.kube.mergePatch(NOTEBOOK, key, locked, { dryRun }));
}

/** The status is the controller's alone. */
function withoutStatus(object: object): object {
  const entries = Object.entries(object).filter(([field]) => field !== 'status');
  return Object.fromEntries(entries);
}
