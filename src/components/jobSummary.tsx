import type { TranslationBundle } from '@jupyterlab/translation';
import type { TrainingJobSummary } from '@kubeflow-lab/schema';
import * as React from 'react';
import { Metrics } from './metrics';
import { StatePill } from './state';
import { Elapsed } from './time';

interface JobSummaryProps {
  kind: string;
  namespace: string;
  name: string;
  summary: TrainingJobSummary | null;
  trans: TranslationBundle;
  /** Buttons at the end of the title line. */
  children?: React.ReactNode;
}

/** What a job is and how it stands: the head of its card and of its tab. */
export function JobSummary(props: JobSummaryProps): React.JSX.Element {
  const { kind, namespace, name, summary, trans } = props;
  return (
    <header className="kfl-JobSummary">
      <div className="kfl-JobSummary-title">
        <span className="kfl-JobSummary-kind">{kind}</span>
        <strong className="kfl-JobSummary-name" title={`${namespace}/${name}`}>
          {name}
        </strong>
        <span className="kfl-JobSummary-namespace">{trans.__('in %1', namespace)}</span>
        <span className="kfl-JobSummary-actions">{props.children}</span>
      </div>
      {summary && (
        <>
          <div className="kfl-JobSummary-state">
            <StatePill phase={summary.phase} trans={trans} />
            <span
              className={`kfl-JobSummary-message${summary.reason ? ' kfl-mod-trouble' : ''}`}
              title={summary.reason}
            >
              {summary.message}
            </span>
            <Elapsed {...summary} trans={trans} />
          </div>
          <Metrics metrics={summary.metrics} trans={trans} />
        </>
      )}
    </header>
  );
}
