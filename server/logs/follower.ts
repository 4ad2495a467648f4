/** One log of all replicas of an object, followed once for everybody who looks at it. */
import type { KubeClient } from '@kubeflow-lab/kube';
import { mergeLogs } from '@kubeflow-lab/resources';
import type { ReplicaLine } from '@kubeflow-lab/resources';
import type { LogLine } from '@kubeflow-lab/schema';

import { LogBuffer } from './buffer.js';
import type { ReadKept } from './kept.js';
import type { LogPart, LogSource } from './source.js';
import { PodTail } from './tail.js';
import type { RetryTimes } from './tail.js';

export interface FollowerListener {
  lines(lines: LogLine[]): void;
  end(): void;
}

const LINES_MAX = 20_000;

export interface FollowerTimes {
  /** Lines of different replicas that come within this time are put in order, in milliseconds. */
  order: number;
  retry: RetryTimes;
}

const TIMES: FollowerTimes = { order: 250, retry: { first: 250, last: 5_000 } };

export class LogFollower {
  readonly buffer = new LogBuffer(LINES_MAX);
  /** Resolves when what was there at the beginning has been read. */
  readonly ready: Promise<void>;
  private readonly abort = new AbortController();
  private readonly listeners = new Set<FollowerListener>();
  /** The tails by the uid of their pod, and whether each has come to its end. */
  private readonly tails = new Map<string, { ended: boolean }>();
  /** Names of the pods whose lines have been read. */
  private readonly pods = new Set<string>();
  /** By the uid of the pod. */
  private readonly pending = new Map<string, ReplicaLine[]>();
  private timer: NodeJS.Timeout | null = null;
  private isEnded = false;
  private readonly unwatch: () => void;

  constructor(
    private readonly client: KubeClient,
    private readonly source: LogSource,
    private readonly readKept: ReadKept,
    private readonly times: FollowerTimes = TIMES
  ) {
    this.ready = this.begin();
    this.unwatch = source.onChange(() => this.look());
  }

  /** Whether the log is complete. */
  get ended(): boolean {
    return this.isEnded;
  }

  /** Whether the log was complete and is not any more, as when the failed steps of a run are tried again. */
  get outdated(): boolean {
    return this.isEnded && !this.source.complete();
  }

  listen(listener: FollowerListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  stop(): void {
    this.abort.abort();
    this.unwatch();
    clearTimeout(this.timer ?? undefined);
    this.listeners.clear();
  }

  /** Reads what all parts have written so far, so that it can be put in order as a whole, and then follows each. */
  private async begin(): Promise<void> {
    const parts = this.source.parts().filter(part => part.started);
    const tails = parts.map(part => (part.kept === undefined ? this.tail(part) : null));
    const logs = await Promise.all(
      parts.map((part, index) => tails[index]?.catchUp(LINES_MAX) ?? this.kept(part))
    );
    if (this.abort.signal.aborted) {
      return;
    }
    this.buffer.append(mergeLogs(logs));
    logs.forEach((lines, index) =>
      lines.forEach(line => this.source.onLine?.(parts[index], line.text))
    );
    parts.forEach((part, index) => {
      const tail = tails[index];
      if (tail !== null) {
        void this.follow(part, tail);
      }
    });
    this.look();
  }

  /** What is kept of a pod that is gone; nothing where its lines have been read from the pod itself. */
  private async kept(part: LogPart): Promise<ReplicaLine[]> {
    const isNew = !this.pods.has(part.pod);
    this.tails.set(part.uid, { ended: true });
    this.pods.add(part.pod);
    return isNew ? this.readKept(part, LINES_MAX) : [];
  }

  private tail(part: LogPart): PodTail {
    this.tails.set(part.uid, { ended: false });
    this.pods.add(part.pod);
    const current = () => this.source.parts().find(({ uid }) => uid === part.uid) ?? null;
    return new PodTail(this.client, current, part.replica, this.abort.signal, this.times.retry);
  }

  private async follow(part: LogPart, tail: PodTail): Promise<void> {
    await tail.follow(line => this.take(part, line));
    this.tails.get(part.uid)!.ended = true;
    this.look();
  }

  /** Follows parts that are new, and sees whether the log is complete. */
  private look(): void {
    if (this.abort.signal.aborted || this.isEnded) {
      return;
    }
    for (const part of this.source.parts()) {
      if (part.started && !this.tails.has(part.uid)) {
        this.tails.set(part.uid, { ended: false });
        void this.ready.then(() => this.join(part));
      }
    }
    const open = [...this.tails.values()].some(tail => !tail.ended);
    if (this.source.complete() && !open) {
      void this.ready.then(() => this.finish());
    }
  }

  private async join(part: LogPart): Promise<void> {
    if (part.kept === undefined) {
      return this.follow(part, this.tail(part));
    }
    (await this.kept(part)).forEach(line => this.take(part, line));
    this.look();
  }

  private finish(): void {
    if (this.isEnded || this.abort.signal.aborted) {
      return;
    }
    this.flush();
    this.isEnded = true;
    this.unwatch();
    this.listeners.forEach(listener => listener.end());
  }

  private take(part: LogPart, line: ReplicaLine): void {
    const lines = this.pending.get(part.uid) ?? [];
    this.pending.set(part.uid, lines);
    lines.push(line);
    this.source.onLine?.(part, line.text);
    this.timer ??= setTimeout(() => this.flush(), this.times.order);
  }

  private flush(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    const lines = mergeLogs([...this.pending.values()]);
    this.pending.clear();
    if (lines.length > 0) {
      const added = this.buffer.append(lines);
      this.listeners.forEach(listener => listener.lines(added));
    }
  }
}
