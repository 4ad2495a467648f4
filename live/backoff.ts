/**
 * Waiting times that double from `first` to `longest` milliseconds, each shortened by up to a half
 * at random, so that many browsers do not come back in the same instant.
 */
export class Backoff {
  constructor(
    private readonly first = 500,
    private readonly longest = 15_000,
    private readonly random: () => number = Math.random
  ) {}

  /** The next waiting time in milliseconds. */
  next(): number {
    const full = Math.min(this.longest, this.first * 2 ** this.count);
    this.count += 1;
    return Math.round(full * (1 - this.random() / 2));
  }

  reset(): void {
    this.count = 0;
  }

  private count = 0;
}
