/** The words and bars in which progress is shown; pure. */

const BAR_WIDTH = 20;

/**
 * @param {number} milliseconds
 * @returns {string} such as `0.4 s`, `12 s` or `3 min 05 s`
 */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  return whole < 60
    ? `${whole} s`
    : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/**
 * @param {number} done
 * @param {number} total
 * @returns {string} a bar of fixed width, then the amount
 */
export function bar(done, total) {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const filled = Math.round(share * BAR_WIDTH);
  return `[${'█'.repeat(filled)}${'·'.repeat(BAR_WIDTH - filled)}] ${Math.floor(share * 100)}%`;
}

/**
 * One line on a step that runs.
 * @param {object} state
 * @param {string} state.title
 * @param {number} state.milliseconds
 * @param {string} [state.detail]
 * @param {number} [state.done]
 * @param {number} [state.total]
 * @param {string} [state.unit]
 * @returns {string}
 */
export function stepLine({ title, milliseconds, detail, done, total, unit }) {
  const parts = [title, duration(milliseconds)];
  if (done !== undefined && total) {
    parts.push(`${bar(done, total)}${unit ? ` of ${total} ${unit}` : ''}`);
  }
  if (detail) {
    parts.push(detail);
  }
  return parts.join('  ');
}

/**
 * Cuts a line to the width of a terminal, so that it stays one line.
 * @param {string} line
 * @param {number} width
 * @returns {string}
 */
export function fit(line, width) {
  const characters = [...line];
  return characters.length <= width
    ? line
    : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
