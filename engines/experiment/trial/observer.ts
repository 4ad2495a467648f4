import { UNAVAILABLE, metricNumber } from '@kubeflow-lab/resources';
import type { Observation, ObservedMetric } from '@kubeflow-lab/resources';

import type { MetricText } from './metric-filter.js';

/** Values are texts of anybody's log; longer ones are no values. */
export const VALUE_MAX = 100;

/**
 * Takes the values of metrics in the order in which they were printed, and knows of each the least, the greatest and
 * the latest, as printed. What is no number (nan too) is never least or greatest, but it may be the latest.
 */
export class Observer {
  private readonly metrics: Map<string, Required<ObservedMetric>>;

  /** `names`: the metrics to observe; those without a value are `unavailable`. `before`: what was observed until now. */
  constructor(names: readonly string[], before: readonly ObservedMetric[] = []) {
    const none = { min: UNAVAILABLE, max: UNAVAILABLE, latest: UNAVAILABLE };
    this.metrics = new Map(
      names.map(name => [name, { ...none, ...before.find(one => one.name === name), name }])
    );
  }

  add({ name, value }: MetricText): void {
    const metric = this.metrics.get(name);
    if (metric === undefined || value.length > VALUE_MAX) {
      return;
    }
    metric.latest = value;
    const number = metricNumber(value);
    if (Number.isNaN(number)) {
      return;
    }
    if (metric.min === UNAVAILABLE || number < metricNumber(metric.min)) {
      metric.min = value;
    }
    if (metric.max === UNAVAILABLE || number > metricNumber(metric.max)) {
      metric.max = value;
    }
  }

  has(name: string): boolean {
    return (this.metrics.get(name)?.latest ?? UNAVAILABLE) !== UNAVAILABLE;
  }

  get observation(): Observation {
    return { metrics: [...this.metrics.values()].map(metric => ({ ...metric })) };
  }
}
