/** `name=value` and nothing else on the line; the value is a float as Python prints it. */
const METRIC = /^\s*([A-Za-z_][\w./-]{0,99})\s*=\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/;
/** A log is anybody's text; more names than this are no metrics. */
const NAMES_MAX = 100;

/** The metric on a line of a log, or null. Values that are not finite are none: JSON cannot carry them. */
export function parseMetric(text: string): { name: string; value: number } | null {
  const match = METRIC.exec(text);
  const value = Number(match?.[2]);
  return match === null || !Number.isFinite(value) ? null : { name: match[1], value };
}

/** Collects the last value of each metric from lines in their order. */
export class MetricCollector {
  private readonly values = new Map<string, number>();

  /** Takes a line; answers whether it changed a value. */
  add(text: string): boolean {
    const metric = parseMetric(text);
    if (metric === null || this.values.get(metric.name) === metric.value) {
      return false;
    }
    if (!this.values.has(metric.name) && this.values.size >= NAMES_MAX) {
      return false;
    }
    this.values.set(metric.name, metric.value);
    return true;
  }

  get metrics(): Record<string, number> {
    return Object.fromEntries(this.values);
  }
}
