import type { TranslationBundle } from '@jupyterlab/translation';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration of so many milliseconds in its two largest units, as `1 h 5 min`; negative ones count as 0. */
export function formatDuration(milliseconds: number, trans: TranslationBundle): string {
  const rest = Math.max(0, milliseconds);
  const units: [number, string][] = [
    [Math.floor(rest / DAY), trans.__('d')],
    [Math.floor((rest % DAY) / HOUR), trans.__('h')],
    [Math.floor((rest % HOUR) / MINUTE), trans.__('min')],
    [Math.floor((rest % MINUTE) / SECOND), trans.__('s')]
  ];
  const first = units.findIndex(([count]) => count > 0);
  const shown = first < 0 ? units.slice(-1) : units.slice(first, first + 2);
  return shown
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** How long ago a time (milliseconds since 1970) was, in its largest unit, as `5 min`. */
export function formatAge(milliseconds: number, trans: TranslationBundle): string {
  const rest = Math.max(0, milliseconds);
  const unit = [DAY, HOUR, MINUTE].find(size => rest >= size) ?? SECOND;
  return formatDuration(Math.floor(rest / unit) * unit, trans);
}

/** A number with four significant digits, or all of its whole part, and exponents for the very large and small. */
export function formatMetric(value: number): string {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) {
    return value.toExponential(3);
  }
  return String(size >= 1000 ? Math.round(value) : Number(value.toPrecision(4)));
}

/** A value that came as text, as a table shows it: a long fraction with few digits, everything else as it is. */
export function formatValue(text: string): string {
  return /^-?\d*\.\d{5,}(e[+-]?\d+)?$/i.test(text) ? formatMetric(Number(text)) : text;
}

/** Metrics with those that say how good the result is in front, else in the order in which they came. */
export function sortMetrics(metrics: Record<string, number>): [string, number][] {
  const rank = (name: string) =>
    /^(best|test|final)_acc/i.test(name) ? 0 : /^acc/i.test(name) ? 1 : /acc/i.test(name) ? 2 : 3;
  return Object.entries(metrics)
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => rank(a.entry[0]) - rank(b.entry[0]) || a.index - b.index)
    .map(({ entry }) => entry);
}

// The escape sequences of terminals: CSI … final byte, OSC … BEL or ST, and two-character ones.
// eslint-disable-next-line no-control-regex
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
// Control and direction-changing characters but the tab.
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** What a terminal would show in the end of a line of output: without escapes, after its last carriage return. */
export function cleanLine(text: string): string {
  const plain = text.replace(ESCAPES, '').replace(/\r+$/, '');
  return plain.slice(plain.lastIndexOf('\r') + 1).replace(CONTROLS, '');
}

/** Lines of output, each as a terminal would show it. */
export function cleanText(text: string): string {
  return text.split('\n').map(cleanLine).join('\n');
}

/** A replica's name without the name of its job, as `chief-0`. */
export function shortReplica(replica: string, job: string): string {
  const short = replica.startsWith(`${job}-`) ? replica.slice(job.length + 1) : replica;
  // Pods of a TrainJob are `<part>-0-<index>-<five random characters>`.
  return short.replace(/^([a-z][a-z-]*)-0-(\d+)-[b-z2-9]{5}$/, '$1-$2');
}

/** Bytes as people read them, as `1.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}
