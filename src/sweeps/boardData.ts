import type { ExperimentSummary } from '@kubeflow-lab/schema';

import type { BoardData } from '../charts/board';
import { numberColumn, textColumn } from '../charts/columns';
import { metricNames, objectiveOf } from './trials';

/** The trials of a sweep as its pictures draw them. `numberName`: what the axis of their numbers is called. */
export function boardDataOf(summary: ExperimentSummary, numberName: string): BoardData {
  const { trials, objective, parameters } = summary;
  const values = trials.map(trial => objectiveOf(trial, summary) ?? NaN);
  const sign = objective.type === 'minimize' ? -1 : 1;
  return {
    names: trials.map(({ name }) => name),
    parameters: parameters.map(({ name }) =>
      textColumn(
        name,
        trials.map(trial => trial.parameters[name])
      )
    ),
    objective: numberColumn(objective.metric, values),
    number: numberColumn(
      numberName,
      trials.map((_, index) => index + 1)
    ),
    others: metricNames(summary)
      .filter(name => name !== objective.metric)
      .map(name =>
        numberColumn(
          name,
          trials.map(trial => numberOf(trial.metrics[name]?.value))
        )
      )
      .filter(({ raw }) => raw.some(value => !Number.isNaN(value))),
    sign,
    quality: qualityOf(values, sign),
    curves: trials.map(({ curve = [] }) => curve),
    stopped: trials.map(({ reason }) => reason === 'EarlyStopped')
  };
}

function numberOf(text: string | undefined): number {
  return text === undefined || text === '' ? NaN : Number(text);
}

/** By rank: the best is 1, the worst 0; so that one value far off does not make all others look alike. */
function qualityOf(values: readonly number[], sign: number): Float64Array {
  const known = [...new Set(values.filter(value => !Number.isNaN(value)))].sort(
    (a, b) => sign * (a - b)
  );
  const ranks = new Map(known.map((value, rank) => [value, rank]));
  return Float64Array.from(values, value => {
    const rank = ranks.get(value);
    return rank === undefined ? NaN : known.length === 1 ? 1 : rank / (known.length - 1);
  });
}
