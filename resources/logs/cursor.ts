import { sortableTime } from './lines.js';
import type { TimedLine } from './lines.js';

/**
 * Remembers where reading a pod's log stopped, so that it can go on after a broken connection with each line once.
 * The API server continues only from whole seconds (`sinceTime`), and so sends again what was read of that second.
 */
export class LogCursor {
  private second = '';
  /** How often each line of the last second was taken. */
  private taken = new Map<string, number>();
  /** Lines that the connection now open may repeat. */
  private repeats = new Map<string, number>();

  /** Where to continue, RFC 3339 in whole seconds; undefined before the first line. */
  get sinceTime(): string | undefined {
    return this.second === '' ? undefined : `${this.second}Z`;
  }

  /** To be called before each (re)connection. */
  reconnect(): void {
    this.repeats = new Map(this.taken);
  }

  /** Whether the line is new. Every line that arrives must be shown to the cursor, in order. */
  accept(line: TimedLine): boolean {
    const key = `${line.time} ${line.text}`;
    const repeated = this.repeats.get(key) ?? 0;
    if (repeated > 0) {
      this.repeats.set(key, repeated - 1);
      return false;
    }
    this.remember(line, key);
    return true;
  }

  private remember(line: TimedLine, key: string): void {
    const second = sortableTime(line.time).slice(0, 19);
    if (second > this.second) {
      this.second = second;
      this.taken.clear();
    }
    // A line from before that second is not sent again.
    if (second === this.second) {
      this.taken.set(key, (this.taken.get(key) ?? 0) + 1);
    }
  }
}
