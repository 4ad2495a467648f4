import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const MOST_INT = 2 ** 31 - 1;

/** Chance that can be repeated: the same seed gives the same run of decisions. */
export class Chance {
  private readonly generator: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  /** Uniform in [0, 1). */
  next(): number {
    return uniformFloat64(this.generator);
  }

  /** A whole number, 0 and 2^31 - 1 included. */
  integer(): number {
    return uniformInt(this.generator, 0, MOST_INT);
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  /** True with this probability. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[uniformInt(this.generator, 0, choices.length - 1)];
  }

  /** Chance of somebody's own: how often others are asked changes nothing for them. */
  split(): Chance {
    return new Chance(this.integer());
  }
}
