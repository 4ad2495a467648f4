import { extent } from 'd3-array';
import { scaleLinear, scaleLog } from 'd3-scale';

/** One parameter or metric of all trials, and the axis on which its values lie. */
export interface Column {
  name: string;
  /** Of each trial the number, or the place of the word among all words; NaN where it has none that can be drawn. */
  raw: Float64Array;
  /** Of each trial the share of the axis, from 0 to 1, at which it lies; NaN where it has none. */
  shares: Float64Array;
  /** The share of the axis at which such a number lies. */
  at: (raw: number) => number;
  /** The number at a share of the axis; the inverse of `at`. */
  from: (share: number) => number;
  ticks: { label: string; at: number }[];
}

/** Ranges that are wider than so many times may be drawn by magnitude. */
const WIDE = 100;
const TICKS = 5;

/** A column from texts: numbers where all of them are, else words. What is missing is undefined or ''. */
export function textColumn(name: string, texts: readonly (string | undefined)[]): Column {
  const known = texts.filter(text => text !== undefined && text !== '');
  return known.every(text => Number.isFinite(Number(text)))
    ? numberColumn(
        name,
        texts.map(text => (text === undefined || text === '' ? NaN : Number(text)))
      )
    : wordColumn(name, texts);
}

/** A column of numbers; those that are not finite are missing. */
export function numberColumn(name: string, values: readonly number[]): Column {
  const raw = Float64Array.from(values, value => (Number.isFinite(value) ? value : NaN));
  const [low = 0, high = 1] = extent(raw);
  const domain = low === high ? [low - 0.5, high + 0.5] : [low, high];
  const linear = scaleLinear().domain(domain).range([0, 1]);
  const byMagnitude = scaleLog().domain(domain).range([0, 1]);
  const wide = low > 0 && high / low >= WIDE;
  const scale = wide && lopsided(raw, linear) > lopsided(raw, byMagnitude) ? byMagnitude : linear;
  const ticks = low === high ? [low] : scale.ticks(TICKS);
  const known = raw.filter(value => !Number.isNaN(value));
  const marked = known.every(Number.isInteger) ? ticks.filter(Number.isInteger) : ticks;
  return {
    name,
    raw,
    shares: raw.map(value => scale(value)),
    at: value => scale(value),
    from: share => scale.invert(share),
    ticks: marked.map(tick => ({ label: tickLabel(tick), at: scale(tick) }))
  };
}

/** How far from the middle of an axis values lie on average: chance and good searches use all of an axis. */
function lopsided(raw: Float64Array, at: (value: number) => number): number {
  const known = raw.filter(value => !Number.isNaN(value));
  return Math.abs(known.reduce((sum, value) => sum + at(value), 0) / known.length - 0.5);
}

function wordColumn(name: string, texts: readonly (string | undefined)[]): Column {
  const words = [...new Set(texts.filter(text => text !== undefined && text !== ''))].sort();
  const places = new Map(words.map((word, place) => [word, place]));
  const at = (place: number) => (place + 0.5) / Math.max(1, words.length);
  const raw = Float64Array.from(texts, text => places.get(text ?? '') ?? NaN);
  return {
    name,
    raw,
    shares: raw.map(at),
    at,
    from: share => share * words.length - 0.5,
    ticks: words.map((label, place) => ({ label: label ?? '', at: at(place) }))
  };
}

function tickLabel(tick: number): string {
  const size = Math.abs(tick);
  return size !== 0 && (size >= 1e5 || size < 1e-3)
    ? tick.toExponential().replace('e+', 'e')
    : String(Number(tick.toPrecision(4)));
}

/** Those ticks of an axis that have `gap` pixels between them where it is `length` long, from its beginning. */
export function ticksApart(ticks: Column['ticks'], length: number, gap: number): Column['ticks'] {
  let last = -Infinity;
  return ticks.filter(({ at }) => {
    const fits = at * length - last >= gap;
    last = fits ? at * length : last;
    return fits;
  });
}
