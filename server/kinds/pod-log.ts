/** The log of an object that runs pods. */
import type { StoreReader } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

import type { LogPart, LogSource } from '../logs/source.js';
import type { KindView } from './definition.js';

export interface PodLog<O extends KubeObject> {
  /** The containers whose output the log is, in the order of the parts. */
  parts(object: O): LogPart[];
  /** Whether the object makes no more pods. */
  finished(object: O): boolean;
  /** Whether a part makes no more pods, though others may; left out where that is never known. */
  partFinished?(object: O, part: string): boolean;
  onLine?: LogSource['onLine'];
  /** What all of that depends on besides the object and pods. */
  others?: readonly StoreReader<KubeObject>[];
}

export function podLog<O extends KubeObject>(
  { cache, store }: KindView<O>,
  object: O,
  { parts, finished, partFinished, onLine, others = [] }: PodLog<O>
): LogSource {
  const { namespace = '', name = '', uid } = object.metadata ?? {};
  /** The object while it is the same one. */
  const current = () => {
    const now = store.get({ namespace, name });
    return now?.metadata?.uid === uid ? now : undefined;
  };
  const now = () => parts(current() ?? object);
  const over = (isFinished: (object: O) => boolean, those: (part: LogPart) => boolean) => {
    const known = current();
    return (
      known === undefined ||
      (isFinished(known) &&
        now()
          .filter(those)
          .every(part => part.ended))
    );
  };
  return {
    parts: now,
    complete: () => over(finished, () => true),
    partComplete: part =>
      over(
        known => finished(known) || (partFinished?.(known, part) ?? false),
        ({ replica, pod }) => replica === part || pod === part
      ),
    onChange: listener => onAny([cache.pods.store, store, ...others], namespace, listener),
    onLine
  };
}

function onAny(
  stores: readonly StoreReader<KubeObject>[],
  namespace: string,
  listener: () => void
): () => void {
  const ends = stores.map(store =>
    store.onChange(({ object }) => {
      if (object.metadata?.namespace === namespace) {
        listener();
      }
    })
  );
  return () => ends.forEach(end => end());
}
