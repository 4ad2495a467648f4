/** An error whose message is one whole sentence for the person at the terminal: what happened and what to do. */
export class ClearError extends Error {
  /**
   * @param {string} message one sentence, ending with a full stop
   * @param {{ cause?: unknown, logFile?: string }} [options]
   */
  constructor(message, options = {}) {
    super(message, { cause: options.cause });
    this.name = 'ClearError';
    /** Where the detail is, for the one who wants it. */
    this.logFile = options.logFile;
  }
}

/**
 * The message of anything that was thrown.
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The code of a system error (`ENOENT`, `EADDRINUSE`, …), or undefined.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
