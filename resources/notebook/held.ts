import type { KubeObject } from '../common/object.js';
import type { Phase, Summary } from '../common/summary.js';
import { listOf, plainText } from '../common/text.js';

/** Kubernetes' own, which it removes by itself. */
const OWN_FINALIZERS: ReadonlySet<string> = new Set(['foregroundDeletion', 'orphan']);
/** A server that waits for something. One that runs does so until its parts are really gone. */
const WAITING: ReadonlySet<Phase> = new Set(['Pending', 'Starting', 'Stopping']);

/** The finalizers for which an object that was deleted waits, in words; '' where it waits for none. */
export function awaitedFinalizers(object: KubeObject | null | undefined): string {
  const { deletionTimestamp, finalizers } = object?.metadata ?? {};
  const foreign = listOf(finalizers).filter(name => !OWN_FINALIZERS.has(name));
  return deletionTimestamp ? plainText(foreign.join(', ')) : '';
}

/**
 * The state of a server that can go on only when a part of it, which was deleted, is gone, and that a finalizer keeps:
 * it says so, because nobody else does. Any other state stays as it is.
 */
export function orHeld(
  summary: Summary,
  parts: Readonly<Record<string, KubeObject | null | undefined>>
): Summary {
  const held = Object.entries(parts).find(([, part]) => awaitedFinalizers(part) !== '');
  if (held === undefined || !WAITING.has(summary.phase)) {
    return summary;
  }
  const [kind, part] = held;
  const name = plainText(part?.metadata?.name, 80);
  const finalizers = awaitedFinalizers(part);
  return {
    ...summary,
    reason: 'Held',
    message: `${kind} ${name} was deleted, but stays until finalizer ${finalizers} is removed.`
  };
}
