/** How often somebody may do something: buckets that refill with time. */

export interface Limit {
  /** So many at once. */
  burst: number;
  /** So many as time goes on. */
  perSecond: number;
}

/** From so many buckets on, those that are full again are forgotten. */
const MANY = 10_000;

/** A bucket for each key. */
export class Buckets {
  private readonly buckets = new Map<string, Limit & { left: number; at: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Takes one; answers 0 where there was one to take, else the whole seconds to wait. */
  take(key: string, limit: Limit): number {
    this.forgetFull();
    const left = this.leftIn(key, limit);
    const taken = left >= 1;
    this.buckets.set(key, { ...limit, left: taken ? left - 1 : left, at: this.now() });
    return taken ? 0 : Math.ceil((1 - left) / limit.perSecond);
  }

  /** Fills a bucket again. */
  fill(key: string): void {
    this.buckets.delete(key);
  }

  private leftIn(key: string, { burst, perSecond }: Limit): number {
    const now = this.now();
    const { left, at } = this.buckets.get(key) ?? { left: burst, at: now };
    return Math.min(burst, left + ((now - at) / 1000) * perSecond);
  }

  private forgetFull(): void {
    if (this.buckets.size < MANY) {
      return;
    }
    for (const [key, limit] of this.buckets) {
      if (this.leftIn(key, limit) >= limit.burst) {
        this.buckets.delete(key);
      }
    }
  }
}
