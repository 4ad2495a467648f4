import { createRateLimiter } from './rate-limiter.js';
import type { RateLimiter } from './rate-limiter.js';

/** Told of what happens to keys, for metrics. */
export interface QueueListener {
  onAdd?: () => void;
  /** A key is added again after a failure. */
  onRetry?: () => void;
  /** A key goes to a worker, so long after it could have. */
  onTake?: (waitedSeconds: number) => void;
}

/**
 * Keys that wait for a worker. A key waits at most once, and is never worked on by two at a time: one that is added
 * while it is worked on comes again afterwards.
 */
export class WorkQueue {
  /** In the order in which they came. */
  private readonly ready = new Set<string>();
  /** Goes first, but for every fourth turn. */
  private readonly urgent = new Set<string>();
  /** Keys to be offered as urgent ones when they may be worked on. */
  private readonly hurried = new Set<string>();
  private turns = 0;
  /** Since when a key could be worked on; milliseconds of the monotonic clock. */
  private readonly readySince = new Map<string, number>();
  /** Keys that have to be worked on, waiting ones and those added while in work. */
  private readonly dirty = new Set<string>();
  private readonly processing = new Set<string>();
  private readonly timers = new Map<string, { timer: NodeJS.Timeout; at: number }>();
  private readonly takers: ((key: string | null) => void)[] = [];
  private closed = false;

  constructor(
    private readonly limiter: RateLimiter = createRateLimiter(),
    private readonly listener: QueueListener = {}
  ) {}

  /** How many keys are ready to be worked on. */
  get depth(): number {
    return this.ready.size + this.urgent.size;
  }

  /**
   * Adds a key; an urgent one goes before others that wait, so that what a person waits for does not stand behind
   * thousands of keys that have to be looked at for the first time. A key that waits already keeps its place, unless it
   * has become urgent.
   */
  add(key: string, isUrgent = false): void {
    if (this.closed) {
      return;
    }
    if (isUrgent) {
      this.hurry(key);
    }
    if (this.dirty.has(key)) {
      return;
    }
    this.listener.onAdd?.();
    this.dirty.add(key);
    if (!this.processing.has(key)) {
      this.offer(key);
    }
  }

  private hurry(key: string): void {
    if (this.ready.delete(key)) {
      this.urgent.add(key);
    } else if (!this.urgent.has(key)) {
      this.hurried.add(key);
    }
  }

  /** Adds a key after a while; of several such wishes the earliest counts. */
  addAfter(key: string, milliseconds: number): void {
    if (this.closed) {
      return;
    }
    const at = performance.now() + milliseconds;
    const waiting = this.timers.get(key);
    if (waiting !== undefined && waiting.at <= at) {
      return;
    }
    clearTimeout(waiting?.timer);
    const timer = setTimeout(() => {
      this.timers.delete(key);
      this.add(key);
    }, milliseconds);
    this.timers.set(key, { timer, at });
  }

  /** Adds a key after a failure, later with each one, and not before `leastMs` have passed. */
  addRateLimited(key: string, leastMs = 0): void {
    this.listener.onRetry?.();
    this.addAfter(key, Math.max(leastMs, this.limiter.when(key)));
  }

  /** Ends the counting of a key's failures. */
  forget(key: string): void {
    this.limiter.forget(key);
  }

  failures(key: string): number {
    return this.limiter.failures(key);
  }

  /** The next key, as soon as there is one; null once the queue is closed. Every key must be given back by `done`. */
  take(): Promise<string | null> {
    const key = this.next();
    if (key !== undefined) {
      this.begin(key);
      return Promise.resolve(key);
    }
    return this.closed ? Promise.resolve(null) : new Promise(resolve => this.takers.push(resolve));
  }

  done(key: string): void {
    this.processing.delete(key);
    if (this.dirty.has(key) && !this.closed) {
      this.offer(key);
    }
  }

  /** No key is handed out any more. */
  close(): void {
    this.closed = true;
    this.ready.clear();
    this.urgent.clear();
    this.hurried.clear();
    this.readySince.clear();
    this.timers.forEach(({ timer }) => clearTimeout(timer));
    this.timers.clear();
    this.takers.splice(0).forEach(taker => taker(null));
  }

  private offer(key: string): void {
    this.readySince.set(key, performance.now());
    const taker = this.takers.shift();
    if (taker === undefined) {
      (this.hurried.delete(key) ? this.urgent : this.ready).add(key);
      return;
    }
    this.begin(key);
    taker(key);
  }

  /** Every fourth turn is for those that are not urgent, so that none of them waits for ever. */
  private next(): string | undefined {
    this.turns += 1;
    const [first, second] =
      this.turns % 4 === 0 ? [this.ready, this.urgent] : [this.urgent, this.ready];
    return takeFirst(first) ?? takeFirst(second);
  }

  private begin(key: string): void {
    this.hurried.delete(key);
    const since = this.readySince.get(key) ?? performance.now();
    this.readySince.delete(key);
    this.listener.onTake?.((performance.now() - since) / 1000);
    this.dirty.delete(key);
    this.processing.add(key);
  }
}

function takeFirst(keys: Set<string>): string | undefined {
  const [first] = keys;
  if (first !== undefined) {
    keys.delete(first);
  }
  return first;
}
