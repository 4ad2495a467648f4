/** What is computed of the trials of a sweep, beside what they reported. Values that are NaN are missing. */
import type { Column } from './columns';

const BINS = 8;
/** With fewer trials chance explains more than any parameter. */
const TRIALS_MIN = 6;

/**
 * How much of the variance of `values` each column explains alone, from 0 to 1: the values are grouped by the column,
 * and what the groups explain is reduced by what as many groups would explain by chance (epsilon squared). Null where
 * there are too few values to say so.
 */
export function importance(columns: readonly Column[], values: Float64Array): number[] | null {
  const rows = [...values.keys()].filter(row => !Number.isNaN(values[row]));
  if (rows.length < TRIALS_MIN) {
    return null;
  }
  const mean = rows.reduce((sum, row) => sum + values[row], 0) / rows.length;
  const total = rows.reduce((sum, row) => sum + (values[row] - mean) ** 2, 0);
  return columns.map(column => {
    const groups = grouped(column, rows);
    const free = rows.length - groups.length;
    if (total === 0 || groups.length < 2 || free < 1) {
      return 0;
    }
    const within = groups.reduce((sum, group) => sum + spread(group, values), 0);
    return Math.min(
      1,
      Math.max(0, (total - within - ((groups.length - 1) * within) / free) / total)
    );
  });
}

/** Rows by where they lie on the axis; few different values are a group each. */
function grouped({ raw, at }: Column, rows: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  const isFew = new Set(rows.map(row => raw[row])).size <= BINS;
  for (const row of rows) {
    const key = isFew ? raw[row] : Math.min(BINS - 1, Math.floor(at(raw[row]) * BINS));
    if (!Number.isNaN(key)) {
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
  }
  return [...groups.values()];
}

function spread(rows: readonly number[], values: Float64Array): number {
  const mean = rows.reduce((sum, row) => sum + values[row], 0) / rows.length;
  return rows.reduce((sum, row) => sum + (values[row] - mean) ** 2, 0);
}

/**
 * The rows that no other row beats in both columns, in the order of `x`. `signs` are 1 where more is better and -1 where
 * less is, of `x` and of `y`.
 */
export function paretoFront(
  x: Float64Array,
  y: Float64Array,
  signs: readonly [number, number]
): number[] {
  const rows = [...x.keys()]
    .filter(row => !Number.isNaN(x[row]) && !Number.isNaN(y[row]))
    .sort((a, b) => signs[0] * (x[b] - x[a]) || signs[1] * (y[b] - y[a]));
  let best = -Infinity;
  const front = rows.filter(row => {
    const value = signs[1] * y[row];
    const isBetter = value > best;
    best = Math.max(best, value);
    return isBetter;
  });
  return front.sort((a, b) => x[a] - x[b]);
}

export const CELLS = 24;
/** Of a square of 1 × 1: within about its root all points count alike. */
const SMOOTH = 2e-3;

/**
 * `values` between the points of two columns, on a square of CELLS × CELLS in rows from the lowest `y` on: each cell the
 * mean of all, those near it counting more. NaN everywhere where there are fewer than three.
 */
export function surface(x: Column, y: Column, values: Float64Array): Float64Array {
  const rows = [...values.keys()].filter(
    row => !Number.isNaN(values[row]) && !Number.isNaN(x.raw[row]) && !Number.isNaN(y.raw[row])
  );
  const cells = new Float64Array(CELLS * CELLS).fill(NaN);
  if (rows.length < 3) {
    return cells;
  }
  const across = Float64Array.from(rows, row => x.at(x.raw[row]));
  const up = Float64Array.from(rows, row => y.at(y.raw[row]));
  const known = Float64Array.from(rows, row => values[row]);
  return cells.map((_, cell) => {
    const left = ((cell % CELLS) + 0.5) / CELLS;
    const bottom = (Math.floor(cell / CELLS) + 0.5) / CELLS;
    let sum = 0;
    let weights = 0;
    for (let index = 0; index < known.length; index += 1) {
      const distance = (across[index] - left) ** 2 + (up[index] - bottom) ** 2;
      const weight = 1 / (distance + SMOOTH) ** 2;
      sum += weight * known[index];
      weights += weight;
    }
    return sum / weights;
  });
}

/** The best value up to each row; NaN before the first. */
export function bestSoFar(values: Float64Array, sign: number): Float64Array {
  let best = NaN;
  return values.map(value => {
    best = Number.isNaN(best) || sign * value > sign * best ? value : best;
    return best;
  });
}
