import type { Item } from '@kubeflow-lab/schema';

import type { ObjectRef } from '../tokens';

/** What names a served model. */
export function modelRef({ object }: Item): ObjectRef {
  const { namespace = '', name } = object.metadata;
  return { plural: 'inferenceservices', namespace, name };
}
