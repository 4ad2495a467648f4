const FIRST = 500;
const LONGEST = 10_000;

/**
 * Milliseconds to wait before attempt `failures + 1`: doubling from half a second to ten seconds, of which
 * up to half is random, so that many browsers do not come back in the same instant.
 * `random` is in [0, 1).
 */
export function backoff(failures: number, random: number): number {
  const full = Math.min(LONGEST, FIRST * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (1 - random / 2));
}
