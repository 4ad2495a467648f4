import type { TranslationBundle } from '@jupyterlab/translation';
import type { Summary } from '@kubeflow-lab/schema';
import * as React from 'react';
import { Metrics } from './metrics';
import { StatePill } from './state';
import { Elapsed } from './time';

interface SummaryHeadProps {
  kind: string;
  namespace: string;
  name: string;
  summary: (Summary & { startedAt: string | null; finishedAt: string | null }) | null;
  /** Whether it runs until it is stopped. */
  lasting?: boolean;
  /** Short facts at the end of the line of state. */
  facts?: readonly string[];
  metrics?: Record<string, number>;
  trans: TranslationBundle;
  /** Buttons at the end of the title line. */
  children?: React.ReactNode;
}

/** What an object is and how it stands: the head of its card and of its tab. */
export function SummaryHead(props: SummaryHeadProps): React.JSX.Element {
  const { kind, namespace, name, summary, trans } = props;
  return (
    <div className="kfl-Summary">
      <div className="kfl-Summary-title">
        <span className="kfl-Summary-kind">{kind}</span>
        <strong className="kfl-Summary-name" title={`${namespace}/${name}`}>
          {name}
        </strong>
        <span className="kfl-Summary-namespace">{trans.__('in %1', namespace)}</span>
        <span className="kfl-Summary-actions">{props.children}</span>
      </div>
      {summary && (
        <>
          <div className="kfl-Summary-state">
            <StatePill phase={summary.phase} lasting={props.lasting} trans={trans} />
            <span
              className={`kfl-Summary-message${summary.reason ? ' kfl-mod-trouble' : ''}`}
              title={summary.reason}
            >
              {summary.message}
            </span>
            <span className="kfl-Summary-facts">
              {props.facts?.map(fact => (
                <span key={fact}>{fact}</span>
              ))}
              <Elapsed {...summary} trans={trans} />
            </span>
          </div>
          <Metrics metrics={props.metrics ?? {}} trans={trans} />
        </>
      )}
    </div>
  );
}
