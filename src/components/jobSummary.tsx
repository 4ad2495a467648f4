import type { TranslationBundle } from '@jupyterlab/translation';
import type { TrainingJobSummary } from '@kubeflow-lab/schema';
import * as React from 'react';
import { countReady } from './phase';
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
    <div className="kfl-JobSummary">
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
            <span className="kfl-JobSummary-facts">
              {summary.replicas.length > 0 && (
                <span>
                  {trans.__(
                    '%1/%2 replicas',
                    countReady(summary.replicas),
                    summary.replicas.length
                  )}
                </span>
              )}
              <Elapsed {...summary} trans={trans} />
            </span>
          </div>
          <Metrics metrics={summary.metrics} trans={trans} />
        </>
      )}
    </div>
  );
}
