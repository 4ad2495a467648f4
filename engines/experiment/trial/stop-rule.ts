import { listOf, metricNumber } from '@kubeflow-lab/resources';
import type { EarlyStoppingRule } from '@kubeflow-lab/resources';

/** Follows one trial's values of the objective, and says when its rules stop it. A rule that cannot be read stops nothing. */
export class StopRules {
  private readonly rules: { startStep: number; limit: number; less: boolean }[];
  private count = 0;
  private least = Infinity;
  private greatest = -Infinity;

  /** `metric`: the objective; rules about other metrics are none of Katib's algorithms. */
  constructor(rules: readonly EarlyStoppingRule[] | undefined, metric: string) {
    this.rules = listOf(rules)
      .filter(rule => rule?.name === metric && ['less', 'greater'].includes(rule.comparison ?? ''))
      .map(({ value, comparison, startStep = 1 }) => ({
        startStep,
        limit: metricNumber(value),
        less: comparison === 'less'
      }));
  }

  /** The next value, or so many between others that are known; nan is one that is never best. */
  add(value: number, count = 1): void {
    this.count += count;
    if (!Number.isNaN(value)) {
      this.least = Math.min(this.least, value);
      this.greatest = Math.max(this.greatest, value);
    }
  }

  get stops(): boolean {
    return this.rules.some(
      ({ startStep, limit, less }) =>
        this.count >= startStep && (less ? this.greatest < limit : this.least > limit)
    );
  }
}
