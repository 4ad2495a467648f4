/** Figures of a benchmark: how they are made from samples, and how they are shown. */

/** @typedef {{ name: string, value: number, unit: string, goal: number | null, met: boolean | null }} Figure */

/** @param {number[]} samples at least one @returns {number} */
export function median(samples) {
  if (samples.length === 0) {
    throw new RangeError('a median needs at least one sample');
  }
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {number[]} samples at least one @param {number} share in (0, 1] @returns {number} the sample that so many are not above */
export function quantile(samples, share) {
  if (samples.length === 0) {
    throw new RangeError('a quantile needs at least one sample');
  }
  return [...samples].sort((a, b) => a - b)[Math.ceil(samples.length * share) - 1];
}

/**
 * @param {string} name @param {number} value @param {string} unit
 * @param {number | null} [goal] the largest value that meets the goal
 * @returns {Figure}
 */
export function figure(name, value, unit, goal = null) {
  const rounded = Math.round(value * 1000) / 1000;
  return { name, value: rounded, unit, goal, met: goal === null ? null : rounded <= goal };
}

/** @param {{bench: string, parameters: object, machine: object, figures: Figure[]}} result @returns {string} */
export function table({ bench, parameters, machine, figures }) {
  const width = Math.max(...figures.map(row => row.name.length));
  const rows = figures.map(({ name, value, unit, goal, met }) => {
    const verdict = goal === null ? '' : `  goal ≤ ${goal}  ${met ? 'met' : 'MISSED'}`;
    return `  ${name.padEnd(width)}  ${String(value).padStart(10)} ${unit}${verdict}`;
  });
  return [
    `${bench} ${JSON.stringify(parameters)}`,
    `  on ${JSON.stringify(machine)}`,
    ...rows,
    ''
  ].join('\n');
}

/**
 * Options of a command line: `--name value`, `--name=value`, or `--name` alone, which is true.
 * @param {string[]} words
 * @returns {Record<string, string | true>}
 * @throws {RangeError} where a word belongs to no option
 */
export function parseOptions(words) {
  /** @type {Record<string, string | true>} */
  const options = {};
  let open = '';
  for (const word of words) {
    const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined && open === '') {
      throw new RangeError(`"${word}" belongs to no option.`);
    }
    if (name === undefined) {
      options[open] = word;
      open = '';
    } else {
      options[name] = value ?? true;
      open = value === undefined ? name : '';
    }
  }
  return options;
}
