/** Waiting in benchmarks: by asking often, and not for ever. */

const PATIENCE_SECONDS = 240;

export const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/**
 * Asks until the answer is yes.
 * @param {string} what for the error when it does not come true
 * @param {number} begun a reading of `performance.now()`
 * @param {() => Promise<boolean>} ask what it throws ends the waiting
 * @param {{every?: number, patience?: number}} [how] milliseconds between two questions; seconds until it gives up
 * @returns {Promise<number>} seconds since `begun`
 */
export async function until(what, begun, ask, { every = 20, patience = PATIENCE_SECONDS } = {}) {
  while (performance.now() < begun + patience * 1000) {
    if (await ask()) {
      return (performance.now() - begun) / 1000;
    }
    await pause(every);
  }
  throw new Error(`${what} did not happen within ${patience} s.`);
}
