/** If-Match: a change is made only to the version that somebody saw (RFC 9110, 13.1.1). */
import { KubeError } from '@kubeflow-lab/kube';
import type { DeleteOptions, Kind, KubeClient, ObjectKey, WriteOptions } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { Request } from 'express';

import { ProblemError } from '../http/problem.js';
import type { ObjectCall } from './definition.js';

/** The tag of an object: its version, which changes with every write. */
export const tagOf = ({ metadata }: KubeObject): string => `"${metadata?.resourceVersion ?? ''}"`;

/**
 * Does something to an object, once the request's If-Match, where it has one, was found to be its version. The first write
 * is made to that version only, so what comes in between is never overwritten. Throws a problem 412.
 */
export async function ifMatching<T>(
  call: ObjectCall,
  request: Request,
  act: (call: ObjectCall) => Promise<T>
): Promise<T> {
  const wanted = request.get('if-match');
  if (wanted === undefined) {
    return act(call);
  }
  const object = await call.read();
  const tags = wanted.split(',').map(tag => tag.trim());
  if (!tags.includes('*') && !tags.includes(tagOf(object))) {
    throw changed(call);
  }
  const version = object.metadata?.resourceVersion ?? '';
  const kube = atVersion(call.caller.kube, call.resource, call.key, version);
  try {
    return await act({ ...call, caller: { ...call.caller, kube } });
  } catch (error) {
    throw error instanceof KubeError && error.status === 409 && error.reason === 'Conflict'
      ? changed(call)
      : error;
  }
}

function changed({ key: { name } }: ObjectCall): ProblemError {
  return new ProblemError(
    412,
    `"${name}" was changed by somebody else meanwhile; look at it again before you change it.`,
    { type: 'urn:kubeflow-lab:changed' }
  );
}

/** A client whose first write to an object fails where the object has another version. */
function atVersion(
  client: KubeClient,
  { plural }: Kind,
  { namespace, name }: Required<ObjectKey>,
  resourceVersion: string
): KubeClient {
  let isFirst = true;
  const guards = (kind: Kind, key: ObjectKey) => {
    const guarded =
      isFirst && kind.plural === plural && key.namespace === namespace && key.name === name;
    isFirst &&= !guarded;
    return guarded;
  };
  return Object.create(client, {
    mergePatch: {
      value: (kind: Kind, key: ObjectKey, patch: KubeObject, options?: WriteOptions) =>
        client.mergePatch(
          kind,
          key,
          guards(kind, key)
            ? { ...patch, metadata: { ...patch.metadata, resourceVersion } }
            : patch,
          options
        )
    },
    delete: {
      value: (kind: Kind, key: ObjectKey, options: DeleteOptions = {}) =>
        client.delete(
          kind,
          key,
          guards(kind, key)
            ? { ...options, preconditions: { ...options.preconditions, resourceVersion } }
            : options
        )
    }
  }) as KubeClient;
}
