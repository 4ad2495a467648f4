import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import { covers, mergePatchOf } from '@kubeflow-lab/controller/runtime';
import type { KubeObject } from '@kubeflow-lab/resources';

type WithStatus = KubeObject & { status?: object };

/**
 * Writes a status where it differs, as a whole. The write fails with a conflict where the object was changed since it
 * was read, so that of two that decide at once one decides anew. Answers the object as it is then.
 */
export async function writeStatus<O extends WithStatus>(
  client: KubeClient,
  kind: Kind<O>,
  object: O,
  status: NonNullable<O['status']>
): Promise<O> {
  const current = object.status;
  if (current !== undefined && covers(current, status) && covers(status, current)) {
    return object;
  }
  const { namespace, name = '', uid, resourceVersion } = object.metadata ?? {};
  return client.mergePatch(
    kind,
    { namespace, name },
    { metadata: { uid, resourceVersion }, status: mergePatchOf(current, status) },
    { subresource: 'status' }
  );
}
