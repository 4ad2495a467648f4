import { parsePoint } from './points.js';

/** A log is anybody's text; more names than this are no metrics. */
const NAMES_MAX = 100;

/** Collects the last value of each metric from lines in their order. */
export class MetricCollector {
  private readonly values = new Map<string, number>();

  /** Takes a line; answers whether it changed a value. */
  add(text: string): boolean {
    return (parsePoint(text)?.values ?? [])
      .map(([name, value]) => this.put(name, value))
      .includes(true);
  }

  get metrics(): Record<string, number> {
    return Object.fromEntries(this.values);
  }

  private put(name: string, value: number): boolean {
    const isFull = !this.values.has(name) && this.values.size >= NAMES_MAX;
    if (isFull || this.values.get(name) === value) {
      return false;
    }
    this.values.set(name, value);
    return true;
  }
}
