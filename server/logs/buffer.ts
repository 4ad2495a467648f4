import type { ReplicaLine } from '@kubeflow-lab/resources';
import type { LogLine } from '@kubeflow-lab/schema';

/**
 * The newest lines of a log with their sequence numbers. Numbers of one buffer are consecutive. A later buffer begins
 * below every number that an earlier one gave out, so that a number from before a restart is never taken for one of these.
 */
export class LogBuffer {
  private lines: LogLine[] = [];
  private next: number;

  constructor(
    private readonly capacity: number,
    private readonly first: number = Number.MAX_SAFE_INTEGER - Date.now() * 1000
  ) {
    this.next = first;
  }

  append(lines: readonly ReplicaLine[]): LogLine[] {
    const added = lines.map(({ replica, time, text }) => ({
      sequence: this.next++,
      replica,
      time,
      text
    }));
    this.lines.push(...added);
    if (this.lines.length > this.capacity * 1.25) {
      this.lines = this.lines.slice(-this.capacity);
    }
    return added;
  }

  all(): LogLine[] {
    return this.lines.slice(-this.capacity);
  }

  /** The lines after a number that this buffer gave out; null where it did not, or has dropped what came after it. */
  after(sequence: number): LogLine[] | null {
    const oldest = this.lines[0]?.sequence ?? this.next;
    if (sequence < this.first || sequence >= this.next || sequence < oldest - 1) {
      return null;
    }
    return this.lines.slice(sequence - oldest + 1);
  }
}
