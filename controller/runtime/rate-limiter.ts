/** Says how long a key has to wait before it is worked on again. */
export interface RateLimiter {
  /** Milliseconds; each call counts as one more failure of the key. */
  when(key: string): number;
  /** The key is well again. */
  forget(key: string): void;
  /** How often the key has failed in a row. */
  failures(key: string): number;
}

export interface RateLimits {
  /** First and longest wait of one key; it doubles with each failure. */
  firstMs: number;
  longestMs: number;
  /** Over all keys together: how many in a burst, and how many each second after it. */
  burst: number;
  perSecond: number;
}

/** Sized for thousands of keys: when all of 5,000 fail at once, as when a webhook is away, the last comes after a minute. */
const DEFAULTS: RateLimits = { firstMs: 20, longestMs: 300_000, burst: 500, perSecond: 75 };

/** The longer of a wait that doubles for each key and of a token bucket over all keys. */
export function createRateLimiter(
  limits: Partial<RateLimits> = {},
  now: () => number = () => performance.now()
): RateLimiter {
  const { firstMs, longestMs, burst, perSecond } = { ...DEFAULTS, ...limits };
  const failures = new Map<string, number>();
  let tokens = burst;
  let filledAt = now();

  function bucketWait(): number {
    const time = now();
    tokens = Math.min(burst, tokens + ((time - filledAt) / 1000) * perSecond) - 1;
    filledAt = time;
    return tokens >= 0 ? 0 : (-tokens / perSecond) * 1000;
  }

  return {
    when(key) {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      return Math.max(Math.min(firstMs * 2 ** count, longestMs), bucketWait());
    },
    forget: key => {
      failures.delete(key);
    },
    failures: key => failures.get(key) ?? 0
  };
}
