import type { TranslationBundle } from '@jupyterlab/translation';
import type { Problem } from '@kubeflow-lab/schema';
import * as React from 'react';

interface ProblemProps {
  problem: Problem;
  trans: TranslationBundle;
  onRetry?: () => void;
}

/** A problem as one sentence, with its details a click away and a way to try again. */
export function ProblemView({ problem, trans, onRetry }: ProblemProps): React.JSX.Element {
  const details = [
    problem.status ? `${problem.status} ${problem.title}` : problem.title,
    ...(problem.errors ?? []).map(({ path, message }) => (path ? `${path}: ${message}` : message))
  ];
  return (
    <div className="kfl-Problem" role="alert">
      <p>{problem.detail}</p>
      <details>
        <summary>{trans.__('Details')}</summary>
        <pre>{details.join('\n')}</pre>
      </details>
      {onRetry && (
        <button type="button" className="kfl-Button" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}

/** A line that says that what is shown may be old, because the connection is lost. */
export function OfflineNote(props: {
  problem: Problem | null;
  trans: TranslationBundle;
}): React.JSX.Element {
  return (
    <p className="kfl-Note" role="status" title={props.problem?.detail}>
      {props.trans.__('No live updates at the moment. They come back by themselves.')}
    </p>
  );
}
