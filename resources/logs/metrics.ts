/** `name=value` and nothing else on the line; the value is a float as Python prints it. */
const METRIC = /^\s*([A-Za-z_][\w./-]{0,99})\s*=\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/;
/** The metric on a line of a log, or null. Values that are not finite are none: JSON cannot carry them. */
export function parseMetric(text: string): { name: string; value: number } | null {
  const match = METRIC.exec(text);
  const value = Number(match?.[2]);
  return match === null || !Number.isFinite(value) ? null : { name: match[1], value };
}
