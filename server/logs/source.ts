/** Where a log comes from: the pods of an object, as the cache knows them. */
import type { Pod } from '@kubeflow-lab/resources';

/** A container of a pod whose output is part of the log. */
export interface LogPart {
  /** Distinguishes pods of one name. */
  uid: string;
  namespace: string;
  pod: string;
  container: string | undefined;
  /** What its lines are shown under: a step or a trial, which may have several pods one after the other, or the pod's name. */
  replica: string;
  /** Whether there can be output yet. */
  started: boolean;
  /** Whether no more output will come. */
  ended: boolean;
  /** Where the log is kept in the project's bucket, of a pod that is gone. Its lines have no times of their own. */
  kept?: { key: string; time: string };
}

export interface LogSource {
  /** The parts as they are now, in the order of the replicas. */
  parts(): LogPart[];
  /** Whether no more output will come. */
  complete(): boolean;
  /** The same for the parts of one name. */
  partComplete(part: string): boolean;
  /** Calls back when any of that may have changed; answers a function that ends that. */
  onChange(listener: () => void): () => void;
  /** Told each new line, for what is read from a log besides showing it. */
  onLine?(part: LogPart, text: string): void;
}

/** A pod as a part of a log. */
export function logPart(pod: Pod, container: string | undefined, replica?: string): LogPart {
  const status = pod.status?.containerStatuses?.find(s => s.name === container);
  const { running, terminated } = status?.state ?? {};
  const over = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  const name = pod.metadata?.name ?? '';
  return {
    uid: pod.metadata?.uid ?? '',
    namespace: pod.metadata?.namespace ?? '',
    pod: name,
    container,
    replica: replica ?? name,
    started: running !== undefined || terminated !== undefined || (status?.restartCount ?? 0) > 0,
    ended: over
  };
}

/** The log of the parts with that name, or of the pod with that name. */
export function onlyPart(source: LogSource, name: string): LogSource {
  return {
    ...source,
    parts: () => source.parts().filter(({ replica, pod }) => replica === name || pod === name),
    complete: () => source.partComplete(name)
  };
}
