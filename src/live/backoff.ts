/** Waiting times that double from `first` to `longest` milliseconds, each shortened by up to a third at random. */
export class Backoff {
  constructor(
    private readonly _first = 1000,
    private readonly _longest = 30_000,
    private readonly _random: () => number = Math.random
  ) {}

  /** The next waiting time in milliseconds. */
  next(): number {
    const full = Math.min(this._longest, this._first * 2 ** this._count);
    this._count += 1;
    return Math.round(full * (1 - this._random() / 3));
  }

  reset(): void {
    this._count = 0;
  }

  private _count = 0;
}
