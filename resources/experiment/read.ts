import { listOf } from '../common/text.js';
import { UNAVAILABLE } from './types.js';
import type { KatibCondition, NameValue, ObjectiveSpec, Observation } from './types.js';

/** The condition of that type that is true, or null. */
export function trueCondition(
  conditions: readonly KatibCondition[] | undefined,
  type: string
): KatibCondition | null {
  return listOf(conditions).find(c => c?.type === type && c.status === 'True') ?? null;
}

/** Assignments, settings or strategies by name; what has no name is left out. */
export function assignmentsOf(list: readonly NameValue[] | undefined): Record<string, string> {
  return Object.fromEntries(
    listOf(list)
      .filter(entry => typeof entry?.name === 'string' && entry.name !== '')
      .map(entry => [entry.name, String(entry.value ?? '')])
  );
}

/** A metric's text as a number, NaN where it is none. Reads what Python and Go print: 1e-5, nan, -inf, Infinity. */
export function metricNumber(text: string | undefined): number {
  const plain = (text ?? '').trim();
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(plain);
  if (infinite !== null) {
    return infinite[1] === '-' ? -Infinity : Infinity;
  }
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(plain) ? Number(plain) : NaN;
}

/** Which value of a metric counts, as Katib fills it in: the least when minimizing, the greatest when maximizing. */
export function strategyOf(objective: ObjectiveSpec | undefined, metric: string): string {
  const said = assignmentsOf(objective?.metricStrategies)[metric];
  const byType = { minimize: 'min', maximize: 'max' }[objective?.type ?? ''];
  return said ?? byType ?? 'latest';
}

/** The text of the value of a metric that counts, null where it has none. */
export function countingValue(
  observation: Observation | undefined,
  objective: ObjectiveSpec | undefined,
  metric: string
): string | null {
  const observed = listOf(observation?.metrics).find(m => m?.name === metric);
  if (observed === undefined) {
    return null;
  }
  const strategy = strategyOf(objective, metric);
  const extreme = strategy === 'min' ? observed.min : strategy === 'max' ? observed.max : undefined;
  const value = extreme === undefined || extreme === UNAVAILABLE ? observed.latest : extreme;
  return value === undefined || value === UNAVAILABLE ? null : value;
}
