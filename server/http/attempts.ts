import { Buckets } from './buckets.js';

/** Limits how often somebody may try, by key. */
export class AttemptLimiter {
  private readonly buckets: Buckets;

  constructor(
    private readonly burst: number,
    private readonly perMinute: number,
    now: () => number = Date.now
  ) {
    this.buckets = new Buckets(now);
  }

  /** Takes one attempt; answers 0 where it may go ahead, else the seconds to wait. */
  take(key: string): number {
    return this.buckets.take(key, { burst: this.burst, perSecond: this.perMinute / 60 });
  }

  /** Gives the attempts back, after one that was right. */
  forgive(key: string): void {
    this.buckets.fill(key);
  }
}
