import type { ExperimentSummary, Item } from '@kubeflow-lab/schema';

import { bestSoFar } from '../charts/analysis';
import { objectiveOf } from './trials';

/** What the best value so far is drawn over. */
export type CompareAxis = 'trial' | 'time';

/**
 * The best value of a sweep's objective as it became better: by the number of the trial, from 1 on, or by the seconds
 * from the sweep's begin to the end of the trial. Trials without a value, or without an end, are left out.
 */
export function bestCourse(
  { summary }: Item<ExperimentSummary>,
  axis: CompareAxis
): [x: number, best: number][] {
  const begin = Date.parse(summary.startedAt ?? '');
  const known = summary.trials
    .map((trial, index) => ({
      x: axis === 'trial' ? index + 1 : (Date.parse(trial.finishedAt ?? '') - begin) / 1000,
      value: objectiveOf(trial, summary)
    }))
    .filter(
      (point): point is { x: number; value: number } =>
        Number.isFinite(point.x) && point.value !== null
    )
    .sort((a, b) => a.x - b.x);
  const sign = summary.objective.type === 'minimize' ? -1 : 1;
  const best = bestSoFar(
    Float64Array.from(known, ({ value }) => value),
    sign
  );
  return known.map(({ x }, index) => [x, best[index]]);
}

/** Whether two sweeps look for the same, so that their values can be held against each other. */
export function hasSameAim(a: ExperimentSummary, b: ExperimentSummary): boolean {
  return a.objective.metric === b.objective.metric && a.objective.type === b.objective.type;
}

/** One line of the table of several sweeps: what it is of, and a text for each of them. */
export interface ComparedRow {
  name: string;
  values: string[];
  /** The places of those whose value is the best of all; empty where that cannot be said. */
  best: number[];
}

/** The best trial of each sweep: its metrics, the objective first, then its parameters, and '' where it has none. */
export function comparedRows(items: readonly Item<ExperimentSummary>[]): ComparedRow[] {
  const [first] = items;
  const metrics = namesOf(items, ({ best }) => best?.metrics);
  const parameters = namesOf(items, ({ best }) => best?.parameters);
  return [
    ...metrics.map(name => {
      const values = items.map(({ summary }) => summary.best?.metrics[name] ?? '');
      const isAim = name === first.summary.objective.metric;
      return { name, values, best: isAim ? bestPlaces(items, values) : [] };
    }),
    ...parameters.map(name => ({
      name,
      values: items.map(({ summary }) => summary.best?.parameters[name] ?? ''),
      best: []
    }))
  ];
}

function namesOf(
  items: readonly Item<ExperimentSummary>[],
  of: (summary: ExperimentSummary) => Record<string, string> | undefined
): string[] {
  const aims = items.map(({ summary }) => summary.objective.metric);
  const names = items.flatMap(({ summary }) => Object.keys(of(summary) ?? {}));
  return [...new Set([...aims.filter(aim => names.includes(aim)), ...names])];
}

function bestPlaces(items: readonly Item<ExperimentSummary>[], values: string[]): number[] {
  const [first] = items;
  const sign = first.summary.objective.type === 'minimize' ? -1 : 1;
  const numbers = values.map((value, place) =>
    value !== '' && hasSameAim(first.summary, items[place].summary) ? sign * Number(value) : NaN
  );
  const most = Math.max(...numbers.filter(Number.isFinite));
  return numbers.flatMap((number, place) => (number === most ? [place] : []));
}
