import { Backoff, isNotFound, pause } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { LogCursor, parseLogLine } from '@kubeflow-lab/resources';
import type { ReplicaLine } from '@kubeflow-lab/resources';

import type { LogPart } from './source.js';

/** How long a tail waits before it tries again: between these, in milliseconds, longer each time. */
export interface RetryTimes {
  first: number;
  last: number;
}

/** Reads the log of one pod, each line once and in order, however often the connection breaks. */
export class PodTail {
  private readonly cursor = new LogCursor();
  private readonly backoff: Backoff;
  private last = '';

  constructor(
    private readonly client: KubeClient,
    /** The part as it is now; null where its pod is gone. */
    private readonly part: () => LogPart | null,
    /** What its lines are shown under. */
    private readonly replica: string,
    private readonly signal: AbortSignal,
    retry: RetryTimes
  ) {
    this.backoff = new Backoff(retry.first, retry.last);
  }

  /** What is there already, repeating the attempt until it works; at most `max` of the newest lines. */
  async catchUp(max: number): Promise<ReplicaLine[]> {
    const lines: ReplicaLine[] = [];
    await this.untilRead(false, max, line => lines.push(line));
    return lines;
  }

  /** Everything after that, until the pod has ended or is gone. */
  async follow(take: (line: ReplicaLine) => void): Promise<void> {
    while (!this.signal.aborted) {
      // Asked before reading: what ends meanwhile is read once more, which is cheap and loses nothing.
      const part = this.part();
      if (part === null) {
        return;
      }
      if (part.started) {
        await this.untilRead(true, undefined, take);
        if (part.ended) {
          return;
        }
      }
      await pause(this.backoff.next(), this.signal);
    }
  }

  private async untilRead(
    follow: boolean,
    tailLines: number | undefined,
    take: (line: ReplicaLine) => void
  ): Promise<void> {
    while (!this.signal.aborted) {
      const part = this.part();
      if (part === null) {
        return;
      }
      try {
        await this.read(part, follow, tailLines, take);
        return;
      } catch (error) {
        if (this.signal.aborted || isNotFound(error)) {
          return;
        }
        await pause(this.backoff.next(), this.signal);
      }
    }
  }

  private async read(
    part: LogPart,
    follow: boolean,
    tailLines: number | undefined,
    take: (line: ReplicaLine) => void
  ): Promise<void> {
    this.cursor.reconnect();
    const { sinceTime } = this.cursor;
    const options = { container: part.container, follow, timestamps: true, sinceTime, tailLines };
    const lines = this.client.logs(
      { namespace: part.namespace, name: part.pod },
      { ...options, signal: this.signal }
    );
    for await (const raw of lines) {
      this.backoff.reset();
      const line = parseLogLine(raw, this.last);
      if (this.cursor.accept(line)) {
        this.last = line.time;
        take({ ...line, replica: this.replica });
      }
    }
  }
}
