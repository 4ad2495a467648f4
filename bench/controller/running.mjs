/** A figure counts only as long as the process that it is about does the work. */

/**
 * What `work` answers, unless the process ends before: in a cluster another one would be started, and the time until it
 * works would be in every figure.
 * @template T
 * @param {{ended: Promise<number | string>}} process @param {() => string} lastWords what it said last of its troubles
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 * @throws {Error} as soon as the process has ended
 */
export function whileRunning(process, lastWords, work) {
  const ended = process.ended.then(how => {
    throw new Error(`The controller ended (${how}) while it was measured. ${lastWords()}`.trim());
  });
  return Promise.race([work, ended]);
}
