import { CURVE_ANNOTATION, listOf, metricNames, metricNumber } from '@kubeflow-lab/resources';
import type { CurvePoint, Observation, ObservedMetric, Trial } from '@kubeflow-lab/resources';

import type { MetricText } from '../trial/metric-filter.js';
import { Observer } from '../trial/observer.js';
import { StopRules } from '../trial/stop-rule.js';

/** On a trial whose program reports its values: those so far, as JSON of Reported. Katib keeps them in its database. */
export const REPORTED_ANNOTATION = 'lab.kubeflow.org/reported';

/** What a program has reported so far. Its size does not grow with the number of values. */
interface Reported {
  metrics: readonly ObservedMetric[];
  /** How many values of the objective there were. */
  values: number;
  /** Of the later values of the objective only those are kept whose number is a multiple of this. */
  every: number;
  points: readonly CurvePoint[];
}

const NOTHING: Reported = { metrics: [], values: 0, every: 1, points: [] };

/** The first values are all kept: by them trials are compared while they run. */
const HEAD = 20;
const POINTS_MAX = 80;

/** Whether the program of a trial reports its values by itself. */
export function isPushed({ spec }: Trial): boolean {
  return spec?.metricsCollector?.collector?.kind === 'Push';
}

/** The annotations of a trial after its program has reported more values, in the order in which it did. */
export function withValues(trial: Trial, values: readonly MetricText[]): Record<string, string> {
  const before = readReported(trial);
  const names = metricNames(trial.spec?.objective);
  const observer = new Observer(names, before.metrics);
  values.forEach(value => observer.add(value));
  const reported = {
    ...values.filter(({ name }) => name === names[0]).reduce(withPoint, before),
    metrics: listOf(observer.observation.metrics)
  };
  return {
    [REPORTED_ANNOTATION]: JSON.stringify(reported),
    [CURVE_ANNOTATION]: JSON.stringify(curveOf(reported))
  };
}

/** What a program has reported, as a collector has it. */
export function reportedOf(trial: Trial): {
  observation: Observation;
  curve: CurvePoint[];
  /** Whether the trial is to be stopped early. */
  stops: boolean;
  /** Why the objective has no value, as a sentence; null where it has one. */
  missing: string | null;
} {
  const reported = readReported(trial);
  const names = metricNames(trial.spec?.objective);
  const observer = new Observer(names, reported.metrics);
  const { observation } = observer;
  return {
    observation,
    curve: curveOf(reported),
    stops: stops(trial, reported.values, observation.metrics?.[0]),
    missing: observer.has(names[0] ?? '')
      ? null
      : `Its program has reported no value of ${names[0]}; with the metrics collector Push it calls kubeflow.katib.report_metrics`
  };
}

/** The points that are kept, and the last one. The first of the metrics is the objective. */
function curveOf({ metrics, values, points }: Reported): CurvePoint[] {
  const latest = metricNumber(metrics[0]?.latest);
  return points.at(-1)?.[0] === values || !Number.isFinite(latest)
    ? [...points]
    : [...points, [values, latest]];
}

function withPoint({ metrics, values, every, points }: Reported, { value }: MetricText): Reported {
  const step = values + 1;
  const number = metricNumber(value);
  const keeps = (one: number, apart: number) => one <= HEAD || one % apart === 0;
  const all: readonly CurvePoint[] =
    Number.isFinite(number) && keeps(step, every) ? [...points, [step, number]] : points;
  const apart = all.length > POINTS_MAX ? 2 * every : every;
  return {
    metrics,
    values: step,
    every: apart,
    points: all.filter(([one]) => keeps(one, apart))
  };
}

function stops(trial: Trial, values: number, objective: ObservedMetric | undefined): boolean {
  const rules = new StopRules(trial.spec?.earlyStoppingRules, objective?.name ?? '');
  if (values > 0) {
    rules.add(metricNumber(objective?.min));
    rules.add(metricNumber(objective?.max), values - 1);
  }
  return rules.stops;
}

/** The annotation as it stands; nothing where it cannot be read: whoever may change the trial may have written it. */
function readReported({ metadata }: Trial): Reported {
  const text = metadata?.annotations?.[REPORTED_ANNOTATION];
  try {
    const read = JSON.parse(text ?? '{}') as Partial<Reported>;
    const isWhole =
      Number.isInteger(read.values) &&
      Number.isInteger(read.every) &&
      listOf(read.metrics).every(metric => typeof metric?.name === 'string') &&
      listOf(read.points).every(point => Array.isArray(point) && point.every(Number.isFinite));
    return isWhole
      ? { ...NOTHING, ...read, metrics: listOf(read.metrics), points: listOf(read.points) }
      : NOTHING;
  } catch {
    return NOTHING;
  }
}
