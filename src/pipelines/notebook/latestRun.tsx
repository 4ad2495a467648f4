import type { TranslationBundle } from '@jupyterlab/translation';
import type { Item, WorkflowSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { Elapsed, ProblemView, StatePill, isFinal } from '../../components';
import { ProblemError } from '../../problem';
import type { IPlatform } from '../../tokens';

/** The latest run of the notebook in a line: how it does, where it is shown whole, and what stops it. */
export function LatestRun(props: {
  run: Item<WorkflowSummary>;
  platform: IPlatform;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { run, platform, trans } = props;
  const { object, summary } = run;
  const { phase, progress, startedAt, finishedAt } = summary;
  const { name, namespace = '' } = object.metadata;
  const ref = { plural: 'workflows', namespace, name } as const;
  const [refused, setRefused] = React.useState<ProblemError | null>(null);
  const isOver = isFinal(phase) || phase === 'Stopped';
  const stop = async () => {
    setRefused(null);
    try {
      await platform.client.act(ref, 'stop');
    } catch (error) {
      setRefused(ProblemError.from(error));
    }
  };
  return (
    <section className="kfl-LatestRun" aria-label={trans.__('Latest run')}>
      <StatePill phase={phase} trans={trans} />
      <button
        type="button"
        className="kfl-Link"
        title={trans.__('Show the run %1 with its logs and values', name)}
        onClick={() => platform.actions?.open(ref)}
      >
        {name}
      </button>
      <span className="kfl-LatestRun-facts">
        {trans.__('%1/%2 steps', progress.done, progress.total)}
        {startedAt && ' · '}
        <Elapsed startedAt={startedAt} finishedAt={finishedAt} trans={trans} />
      </span>
      {!isOver && (
        <button
          type="button"
          className="kfl-Button"
          title={trans.__('Stop the run; what has succeeded can be used by the next one')}
          onClick={() => void stop()}
        >
          {trans.__('Stop')}
        </button>
      )}
      {refused && <ProblemView problem={refused.problem} trans={trans} />}
    </section>
  );
}
