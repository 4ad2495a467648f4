import { KubeError, keyOf } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import { awaitedFinalizers } from '@kubeflow-lab/resources';
import type { KubeObject, Summary } from '@kubeflow-lab/resources';

import { ownerKey } from './owner.js';

/** What keeps a child from being made, as the state of the Notebook. */
export function failed(reason: string, message: string): Summary {
  return { phase: 'Failed', reason, message, since: null };
}

/** How the API server begins before it says what is wrong with an object, or with its text. */
const INTRODUCTION =
  /^\S+ "[^"]*" is invalid: |^\S+ in version "[^"]*" cannot be handled as a [^:]*: (?:strict decoding error: )?/;

/**
 * What is wrong with the spec, where that is why the API server refused a child; null where trying again may help.
 * Server-side apply answers 500 where a field is unknown or of a wrong type.
 */
export function refusalOf(error: unknown): string | null {
  if (!(error instanceof KubeError)) {
    return null;
  }
  const untyped =
    /^failed to (?:create typed patch object|convert new object) \([^)]*\)(.*)$/s.exec(
      error.message
    );
  if (error.status === 500 && untyped !== null) {
    return untyped[1].replace(/^.*?: /, '');
  }
  return error.status === 422 || error.status === 400
    ? error.message.replace(INTRODUCTION, '')
    : null;
}

/** The object that a child would be is somebody else's. */
export class NameTaken extends Error {
  constructor(readonly summary: Summary) {
    super(summary.message);
  }
}

export function nameTaken(kind: Kind, name: string, current: KubeObject): NameTaken {
  const finalizers = awaitedFinalizers(current);
  const waits = finalizers === '' ? '' : `; it waits for finalizer ${finalizers}`;
  const summary = failed(
    'NameTaken',
    `A ${kind.kind} named ${name} exists already and does not belong to this server; delete it, or give the server another name.`
  );
  // What a deleted server left goes by itself.
  return new NameTaken(
    ownerKey(current) === keyOf(current.metadata)
      ? {
          ...summary,
          phase: 'Pending',
          message: `A server of the same name is still being removed${waits}.`
        }
      : summary
  );
}
