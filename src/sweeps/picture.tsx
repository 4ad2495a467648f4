import type { TranslationBundle } from '@jupyterlab/translation';
import type { ExperimentSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { formatValue } from '../components';
import { isFinal } from '../components/phase';
import type { PictureProps } from '../panels';
import { TrialTable } from './table';
import { csvOf, metricNames, objectiveOf } from './trials';

const SweepBoard = React.lazy(() => import('./board'));

/** How a sweep goes: its pictures, which filter each other, and the table of all trials. */
export function SweepPicture(
  props: PictureProps<ExperimentSummary> & { trans: TranslationBundle }
): React.JSX.Element {
  const { item, showLog, trans } = props;
  const { summary } = item;
  const { name } = item.object.metadata;
  const [chosen, choose] = React.useState<string | null>(null);
  const [only, filter] = React.useState<ReadonlySet<string> | null>(null);
  if (summary.trials.length === 0) {
    return <p className="kfl-Note">{trans.__('No trial has begun yet.')}</p>;
  }
  const isMeasured = summary.trials.some(
    trial => objectiveOf(trial, summary) !== null || trial.curve !== undefined
  );
  return (
    <div className="kfl-Sweep">
      <p className="kfl-Sweep-best">{bestSentence(summary, trans)}</p>
      {isMeasured && (
        <React.Suspense fallback={<div className="kfl-Sweep-loading" />}>
          <SweepBoard
            {...{ summary, name, chosen, trans }}
            brief={showLog === undefined}
            onChoose={choose}
            onFilter={filter}
          />
        </React.Suspense>
      )}
      <TrialTable
        summary={summary}
        metrics={metricNames(summary)}
        only={only}
        chosen={chosen}
        onChoose={choose}
        onLog={showLog}
        trans={trans}
      />
      <button
        type="button"
        className="kfl-Button"
        onClick={() => download(name, csvOf(summary, only))}
      >
        {only === null
          ? trans.__('Download as CSV')
          : trans.__('Download the chosen trials as CSV')}
      </button>
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

function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
