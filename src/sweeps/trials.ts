import type { TranslationBundle } from '@jupyterlab/translation';
import type { ExperimentSummary, TrialMetric, TrialSummary } from '@kubeflow-lab/schema';

import { formatValue } from '../components';

/** A trial's value of the objective as a number; null where it has none that can be drawn. */
export function objectiveOf(trial: TrialSummary, summary: ExperimentSummary): number | null {
  const { metric, type } = summary.objective;
  const found = trial.metrics[metric];
  // As Katib judges a trial by default: its best value, not its last.
  const text = type === 'minimize' ? found?.min : found?.max;
  const value = text ? Number(text) : NaN;
  return Number.isFinite(value) ? value : null;
}

/** The least and the greatest value of a metric in few digits, for one whose latest is not known. */
export function rangeOf({ min, max }: TrialMetric, trans: TranslationBundle): string {
  const [least = '', greatest] = [...new Set([min, max])]
    .filter(text => text !== '')
    .map(formatValue);
  return greatest === undefined ? least : trans.__('%1 to %2', least, greatest);
}

export type Order = { column: string; descending: boolean };

/** The trials in the order of a column: `trial`, `state`, a parameter's or a metric's name. Those without a value come last. */
export function sortTrials(
  { trials, objective }: Pick<ExperimentSummary, 'trials' | 'objective'>,
  { column, descending }: Order
): TrialSummary[] {
  const best = objective.type === 'minimize' ? 'min' : 'max';
  const valueOf = (trial: TrialSummary, index: number): string | number | undefined => {
    switch (column) {
      case 'trial':
        return index;
      case 'state':
        return trial.phase;
      default:
        return sortable(trial.parameters[column] ?? sortedBy(trial.metrics[column], best));
    }
  };
  return trials
    .map((trial, index) => ({ trial, value: valueOf(trial, index) }))
    .sort((a, b) => compare(a.value, b.value, descending))
    .map(({ trial }) => trial);
}

/** The latest value, or where it is not known the best. */
function sortedBy(metric: TrialMetric | undefined, best: 'min' | 'max'): string | undefined {
  return metric && (metric.value || metric[best]);
}

function sortable(text: string | undefined): string | number | undefined {
  const number = text === undefined || text === '' ? NaN : Number(text);
  return Number.isNaN(number) ? (text === 'nan' || text === 'NaN' ? undefined : text) : number;
}

function compare(
  a: string | number | undefined,
  b: string | number | undefined,
  descending: boolean
): number {
  if (a === undefined || b === undefined) {
    return a === b ? 0 : a === undefined ? 1 : -1;
  }
  const order =
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
  return descending ? -order : order;
}

/**
 * The trials, or `only` those of some names, as a CSV file, quoted so that spreadsheets neither split nor run what stands
 * in them.
 */
export function csvOf(summary: ExperimentSummary, only: ReadonlySet<string> | null = null): string {
  const parameters = summary.parameters.map(({ name }) => name);
  const metrics = metricNames(summary);
  const trials = summary.trials.filter(({ name }) => only === null || only.has(name));
  const rows = trials.map(trial => [
    trial.name,
    trial.phase,
    ...parameters.map(name => trial.parameters[name] ?? ''),
    ...metrics.map(name => trial.metrics[name]?.value ?? '')
  ]);
  const lines = [['trial', 'state', ...parameters, ...metrics], ...rows];
  return lines.map(cells => cells.map(quoted).join(',')).join('\r\n') + '\r\n';
}

function quoted(cell: string): string {
  const text = /^[=+@\t\r]/.test(cell) || /^-(?![\d.])/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The objective first, then the other metrics that a trial reported. */
export function metricNames({ objective, trials }: ExperimentSummary): string[] {
  const names = new Set([objective.metric, ...objective.additional]);
  trials.forEach(trial => Object.keys(trial.metrics).forEach(name => names.add(name)));
  return [...names].filter(name => name !== '');
}
