import { KubeError } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

import { APPLIED_ANNOTATION, covers, mergePatchOf, versionOf, withHash } from '../runtime/index.js';
import { WHOLE_MARK } from './takeover.js';

/** An object with a spec; all children of a Notebook are such. */
export type Child = KubeObject & { spec?: object };

/** Whether a child is as we want it, however it was written. */
export function isAsWanted(current: Child, desired: Child): boolean {
  const marked = withHash(desired);
  return covers(current, marked) || covers(current, markedWhole(marked));
}

/**
 * Makes a child that is not there. A plain create costs the API server a fraction of an apply, and makes nothing where
 * there is something of that name by now. It leaves the child as one that is put as a whole: its first change takes
 * over what was made here, and applies from then on.
 */
export function createChild<O extends Child>(
  client: KubeClient,
  kind: Kind<O>,
  desired: O
): Promise<O> {
  return client.create(kind, markedWhole(withHash(desired)), { strict: true });
}

/**
 * Writes a child that is there by server-side apply, or, where that cannot express what is wanted (an environment with the same name
 * twice), by putting its whole spec. Answers the object as it is then; with `dryRun` as it would be.
 */
export async function writeChild<O extends Child>(
  client: KubeClient,
  kind: Kind<O>,
  desired: O,
  current: O,
  options: { dryRun?: boolean } = {}
): Promise<O> {
  const marked = withHash(desired);
  const metadata = { ...marked.metadata, ...versionOf(current) };
  try {
    return await client.apply(kind, { ...marked, metadata }, options);
  } catch (error) {
    if (!cannotBeApplied(error)) {
      throw error;
    }
  }
  const { namespace, name = '' } = current.metadata ?? {};
  const patch = replacement(current, markedWhole(marked));
  return client.mergePatch(kind, { namespace, name }, patch, options);
}

/** Server-side apply finds elements of lists by keys, and refuses a list in which a key comes twice. */
function cannotBeApplied(error: unknown): boolean {
  return error instanceof KubeError && /: duplicate entries for key \[/.test(error.message);
}

function markedWhole<O extends Child>(marked: O): O {
  const { annotations = {}, ...metadata } = marked.metadata ?? {};
  const mark = `${WHOLE_MARK}${annotations[APPLIED_ANNOTATION]}`;
  return {
    ...marked,
    metadata: { ...metadata, annotations: { ...annotations, [APPLIED_ANNOTATION]: mark } }
  };
}

/**
 * A patch after which each wanted field of the spec is what is wanted and the API server's defaults; of the metadata
 * others' stays.
 */
function replacement(current: Child, { metadata, spec }: Child): object {
  const { ownerReferences, labels, annotations } = metadata ?? {};
  const others = (current.metadata?.ownerReferences ?? []).filter(
    owner => !ownerReferences?.some(({ uid }) => uid === owner.uid)
  );
  return {
    metadata: {
      ...versionOf(current),
      labels,
      annotations,
      ownerReferences: [...others, ...(ownerReferences ?? [])]
    },
    spec: Object.fromEntries(
      Object.entries(spec ?? {}).map(([name, wanted]: [string, unknown]) => {
        const before = (current.spec as Record<string, unknown> | undefined)?.[name];
        return [name, isObject(wanted) && isObject(before) ? mergePatchOf(before, wanted) : wanted];
      })
    )
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
