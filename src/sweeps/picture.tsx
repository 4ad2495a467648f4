import type { TranslationBundle } from '@jupyterlab/translation';
import type { ExperimentSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { ParallelChart, type ParallelLine } from '../charts';
import { formatValue } from '../components';
import { isFinal } from '../components/phase';
import type { PictureProps } from '../panels';
import { TrialTable } from './table';
import { csvOf, historyOf, metricNames, objectiveOf } from './trials';

const HistoryChart = React.lazy(async () => ({
  default: (await import('../charts/history')).HistoryChart
}));

/** How a sweep goes: the objective trial by trial, the parameters against it, and the table of all trials. */
export function SweepPicture(
  props: PictureProps<ExperimentSummary> & { trans: TranslationBundle }
): React.JSX.Element {
  const { item, showLog, trans } = props;
  const { summary } = item;
  const [chosen, choose] = React.useState<string | null>(null);
  const history = React.useMemo(() => historyOf(summary), [summary]);
  if (summary.trials.length === 0) {
    return <p className="kfl-Note">{trans.__('No trial has begun yet.')}</p>;
  }
  return (
    <div className="kfl-Sweep">
      <p className="kfl-Sweep-best">{bestSentence(summary, trans)}</p>
      {history.values.some(value => value !== null) && (
        <Charts {...{ summary, history, chosen, trans }} onChoose={choose} />
      )}
      <TrialTable
        summary={summary}
        metrics={metricNames(summary)}
        chosen={chosen}
        onChoose={choose}
        onLog={showLog}
        trans={trans}
      />
      <button
        type="button"
        className="kfl-Button"
        onClick={() => download(item.object.metadata.name, csvOf(summary))}
      >
        {trans.__('Download as CSV')}
      </button>
    </div>
  );
}

/** The objective over time, and how it follows from the parameters. */
function Charts(props: {
  summary: ExperimentSummary;
  history: ReturnType<typeof historyOf>;
  chosen: string | null;
  onChoose: (trial: string | null) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { summary, history, chosen, onChoose, trans } = props;
  const { metric, type } = summary.objective;
  const labels = { number: trans.__('Trial'), value: metric, best: trans.__('Best so far') };
  return (
    <div className="kfl-Sweep-charts">
      <figure>
        <figcaption>
          {type === 'minimize'
            ? trans.__('%1 of each trial (less is better)', metric)
            : trans.__('%1 of each trial (more is better)', metric)}
        </figcaption>
        <React.Suspense fallback={<div className="kfl-Chart" />}>
          <HistoryChart {...history} labels={labels} />
        </React.Suspense>
      </figure>
      <figure>
        <figcaption>{trans.__('Parameters and result; stronger lines are better')}</figcaption>
        <ParallelChart
          label={trans.__('Parallel coordinates of the trials')}
          axes={[...summary.parameters.map(({ name }) => name), metric]}
          lines={linesOf(summary)}
          chosen={chosen}
          onChoose={onChoose}
        />
      </figure>
    </div>
  );
}

function bestSentence(
  { best, objective, phase }: ExperimentSummary,
  trans: TranslationBundle
): string {
  if (best === null) {
    return isFinal(phase)
      ? trans.__('No trial has a value of %1.', objective.metric)
      : trans.__('No trial has a value of %1 yet.', objective.metric);
  }
  const values = Object.entries(best.parameters).map(
    ([name, value]) => `${name} = ${formatValue(value)}`
  );
  const value = formatValue(best.metrics[objective.metric] ?? '');
  return trans.__(
    'Best: %1 %2 with %3 (%4)',
    objective.metric,
    value,
    values.join(', '),
    best.trial
  );
}

/** The trials as lines; the best has quality 1, the worst 0. */
export function linesOf(summary: ExperimentSummary): ParallelLine[] {
  const values = summary.trials.map(trial => objectiveOf(trial, summary));
  const known = values.filter(value => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const quality = (value: number) => {
    const share = high === low ? 1 : (value - low) / (high - low);
    return summary.objective.type === 'minimize' && high !== low ? 1 - share : share;
  };
  return summary.trials.map((trial, index) => {
    const value = values[index];
    return {
      id: trial.name,
      values: [
        ...summary.parameters.map(({ name }) => trial.parameters[name]),
        value === null ? undefined : String(value)
      ],
      ...(value !== null && { quality: quality(value) })
    };
  });
}

function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
