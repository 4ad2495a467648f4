import { extent } from 'd3-array';
import { scaleLinear, scaleLog, scalePoint } from 'd3-scale';

/** One vertical axis: what it is called, its marks, and where a value lies on it. */
export interface ParallelAxis {
  name: string;
  x: number;
  marks: { label: string; y: number }[];
  /** Null for a value that has no place there. */
  at: (value: string | undefined) => number | null;
}

interface Column {
  name: string;
  values: (string | undefined)[];
}

const DECADES_FOR_LOG = 100;

/** Axes side by side over `width` and `height`: numbers on a scale (logarithmic over wide ranges), words each at a mark. */
export function parallelAxes(
  columns: readonly Column[],
  width: number,
  height: number
): ParallelAxis[] {
  const gap = columns.length > 1 ? width / (columns.length - 1) : 0;
  return columns.map(({ name, values }, index) => ({
    name,
    x: index * gap,
    ...axisOf(values, height)
  }));
}

/** Pixels between the marks of an axis, so that their words can be read. */
const MARK_GAP = 16;

function axisOf(
  values: readonly (string | undefined)[],
  height: number
): Pick<ParallelAxis, 'marks' | 'at'> {
  const known = values.filter(value => value !== undefined);
  const numbers = known.map(Number);
  return known.length > 0 && numbers.every(Number.isFinite)
    ? numeric(numbers, height)
    : words(known, height);
}

function numeric(numbers: number[], height: number): Pick<ParallelAxis, 'marks' | 'at'> {
  const [low = 0, high = 0] = extent(numbers);
  const domain = low === high ? [low - 0.5, high + 0.5] : [low, high];
  const wide = low > 0 && high / low >= DECADES_FOR_LOG;
  const scale = (wide ? scaleLog() : scaleLinear()).domain(domain).range([height, 0]);
  const ticks = low === high ? [low] : scale.ticks(4);
  return {
    marks: apart(
      ticks.map(tick => ({ label: String(Number(tick.toPrecision(4))), y: scale(tick) }))
    ),
    at: value => {
      const number = value === undefined || value === '' ? NaN : Number(value);
      return Number.isFinite(number) && (!wide || number > 0) ? scale(number) : null;
    }
  };
}

/** Of marks from the bottom to the top, those that have room above the one before; a logarithm's come in crowds. */
function apart(marks: ParallelAxis['marks']): ParallelAxis['marks'] {
  let last = Infinity;
  return marks.filter(({ y }) => {
    const fits = last - y >= MARK_GAP;
    last = fits ? y : last;
    return fits;
  });
}

function words(known: readonly string[], height: number): Pick<ParallelAxis, 'marks' | 'at'> {
  const names = [...new Set(known)].sort();
  const scale = scalePoint<string>().domain(names).range([height, 0]).padding(0.3);
  return {
    marks: names.map(label => ({ label, y: scale(label) ?? 0 })),
    at: value => (value === undefined ? null : (scale(value) ?? null))
  };
}

/** An SVG path through the axes; a value without a place breaks it. */
export function parallelPath(
  axes: readonly ParallelAxis[],
  values: readonly (string | undefined)[]
): string {
  let path = '';
  let broken = true;
  axes.forEach((axis, index) => {
    const y = axis.at(values[index]);
    if (y === null) {
      broken = true;
      return;
    }
    path += `${broken ? 'M' : 'L'}${axis.x.toFixed(1)} ${y.toFixed(1)}`;
    broken = false;
  });
  return path;
}
