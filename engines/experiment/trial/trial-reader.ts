import {
  listOf,
  metricNames,
  metricNumber,
  plainText,
  thinnedCurve
} from '@kubeflow-lab/resources';
import type { CurvePoint, Observation, Trial } from '@kubeflow-lab/resources';

import { createMetricFilter } from './metric-filter.js';
import type { MetricText } from './metric-filter.js';
import { jsonMetrics } from './json-metrics.js';
import { Observer } from './observer.js';
import { StopRules } from './stop-rule.js';

/** How many of the last lines are told where none had a value. */
const LINES_TOLD = 3;

/** Takes the lines of a trial one by one, and knows what they say of its metrics. */
export class TrialReader {
  /** The metric that counts. */
  readonly metric: string;
  private readonly find: (line: string) => MetricText[];
  private readonly observer: Observer;
  private readonly rules: StopRules;
  private readonly lines: LineWitness;
  private points: CurvePoint[] = [];
  private step = 0;

  constructor({ spec }: Trial) {
    const names = metricNames(spec?.objective);
    this.metric = names[0] ?? '';
    this.find = lineReader(names, spec?.metricsCollector);
    this.observer = new Observer(names);
    this.rules = new StopRules(spec?.earlyStoppingRules, this.metric);
    this.lines = new LineWitness(this.metric);
  }

  add(line: string): void {
    this.lines.add(line);
    this.find(line).forEach(metric => this.take(metric));
  }

  /** How many values of the objective there were. */
  get values(): number {
    return this.step;
  }

  get observation(): Observation {
    return this.observer.observation;
  }

  get curve(): CurvePoint[] {
    return thinnedCurve(this.points);
  }

  /** Whether the trial is to be stopped early. */
  get stops(): boolean {
    return this.rules.stops;
  }

  /** Why the objective has no value, as a sentence; null where it has one. */
  get missing(): string | null {
    return this.observer.has(this.metric) ? null : this.lines.sentence;
  }

  private take(metric: MetricText): void {
    this.observer.add(metric);
    if (metric.name === this.metric) {
      const value = metricNumber(metric.value);
      this.step += 1;
      this.rules.add(value);
      if (Number.isFinite(value)) {
        this.points.push([this.step, value]);
      }
    }
  }
}

/** What finds values in a line: event files are told as JSON by the container beside the trial. */
function lineReader(
  names: readonly string[],
  spec: NonNullable<Trial['spec']>['metricsCollector']
): (line: string) => MetricText[] {
  const isJson =
    spec?.collector?.kind === 'TensorFlowEvent' || spec?.source?.fileSystemPath?.format === 'JSON';
  if (isJson) {
    return line => jsonMetrics(line, names);
  }
  const filter = createMetricFilter(names, listOf(spec?.source?.filter?.metricsFormat));
  return line => filter.find(line);
}

/** Remembers of a log what explains best why no value was found. */
class LineWitness {
  private count = 0;
  private readonly last: string[] = [];
  private naming: string | null = null;

  constructor(private readonly metric: string) {}

  add(line: string): void {
    if (line.trim() === '') {
      return;
    }
    this.count += 1;
    this.last.push(plainText(line, 120));
    if (this.last.length > LINES_TOLD) {
      this.last.shift();
    }
    if (line.includes(this.metric)) {
      this.naming = plainText(line, 120);
    }
  }

  get sentence(): string {
    const metric = plainText(this.metric, 80);
    if (this.count === 0) {
      return `The trial printed nothing; it should print a line such as ${metric}=0.5`;
    }
    if (this.naming !== null) {
      return `The line "${this.naming}" names ${metric}, but it is not written as the metrics format has it, such as ${metric}=0.5`;
    }
    const told = this.last.map(line => `"${line}"`).join(', ');
    const lines = this.count === 1 ? 'its only line' : `the last of its ${this.count} lines`;
    return `No line that the trial printed names ${metric}; ${lines}: ${told}`;
  }
}
