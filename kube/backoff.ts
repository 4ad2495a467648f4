import { setTimeout as sleep } from 'node:timers/promises';

/** Waiting times that double from `first` to `most` milliseconds, each shortened at random by up to a half. */
export class Backoff {
  private attempts = 0;

  constructor(
    private readonly first: number,
    private readonly most: number,
    private readonly random: () => number = Math.random
  ) {}

  next(): number {
    const full = Math.min(this.first * 2 ** this.attempts, this.most);
    this.attempts += 1;
    return full * (1 - this.random() / 2);
  }

  reset(): void {
    this.attempts = 0;
  }
}

/** Waits, or returns early when the signal is aborted; never throws. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}
