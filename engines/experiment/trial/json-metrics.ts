import type { MetricText } from './metric-filter.js';

/**
 * The metrics of a line of JSON, `{"accuracy": 0.9, "epoch": 3}`. Texts are values too, as Katib wants them; Katib takes
 * no numbers. A line that is no object has none.
 */
export function jsonMetrics(line: string, names: readonly string[]): MetricText[] {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return [];
  }
  if (typeof read !== 'object' || read === null) {
    return [];
  }
  const values = new Map(Object.entries(read));
  return names.flatMap(name => {
    const value: unknown = values.get(name);
    const isValue = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
    return isValue ? [{ name, value: String(value).trim() }] : [];
  });
}
