/** Limits how often somebody may try, by key: a bucket that refills with time. */
export class AttemptLimiter {
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(
    private readonly burst: number,
    private readonly perMinute: number,
    private readonly now: () => number = Date.now
  ) {}

  /** Takes one attempt; answers 0 where it may go ahead, else the seconds to wait. */
  take(key: string): number {
    this.forgetFull();
    const bucket = this.refilled(key);
    if (bucket.left < 1) {
      return Math.ceil(((1 - bucket.left) * 60) / this.perMinute);
    }
    bucket.left -= 1;
    this.buckets.set(key, bucket);
    return 0;
  }

  /** Gives the attempts back, after one that was right. */
  forgive(key: string): void {
    this.buckets.delete(key);
  }

  private refilled(key: string): { left: number; at: number } {
    const now = this.now();
    const { left, at } = this.buckets.get(key) ?? { left: this.burst, at: now };
    return { left: Math.min(this.burst, left + ((now - at) / 60_000) * this.perMinute), at: now };
  }

  private forgetFull(): void {
    if (this.buckets.size < 10_000) {
      return;
    }
    for (const key of this.buckets.keys()) {
      if (this.refilled(key).left >= this.burst) {
        this.buckets.delete(key);
      }
    }
  }
}
