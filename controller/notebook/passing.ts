import type { NotebookStatus, Summary } from '@kubeflow-lab/resources';

/** Nobody sees what lasts no longer than this, and writing it down is what the next state waits for. */
const UNSEEN_MS = 1_000;

/** The states on the way to a server that runs, as condition `Ready` names them. */
const ON_THE_WAY: ReadonlySet<string | undefined> = new Set(['Pending', 'Starting']);

/**
 * States through which a server only passes: they are written when they have lasted for a moment. Of a thousand servers
 * that are started at once, most are written about once instead of three times.
 */
export class PassingStates {
  /** When a state other than the written one was first seen, by Notebook; milliseconds of a monotonic clock. */
  private readonly since = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** After how many milliseconds the state is to be written, if it still is so; 0 for at once. */
  wait(key: string, before: NotebookStatus | undefined, next: Summary): number {
    if (!isPassing(before, next)) {
      return 0;
    }
    const since = this.since.get(key) ?? this.now();
    this.since.set(key, since);
    return Math.max(0, since + UNSEEN_MS - this.now());
  }

  /** The state is written, or the Notebook is gone. */
  forget(key: string): void {
    this.since.delete(key);
  }
}

/** From nothing, or from one state on the way, to another one of which nothing has to be said. */
function isPassing(before: NotebookStatus | undefined, { phase, reason }: Summary): boolean {
  const ready = before?.conditions?.find(({ type }) => type === 'Ready');
  return reason === '' && ON_THE_WAY.has(phase) && (!ready || ON_THE_WAY.has(ready.reason));
}
