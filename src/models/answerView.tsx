import type { TranslationBundle } from '@jupyterlab/translation';
import type { Prediction } from '@kubeflow-lab/schema';
import * as React from 'react';

import { TextTable } from '../components';
import { answerTable, reasonOf } from './answer';

/** What came of a request: a prediction, or why there was none. */
export type Answer = { prediction: Prediction; request: unknown } | { problem: string };

/** What the model said, as a table where it is one, and how long it took. */
export function AnswerView(props: { answer: Answer; trans: TranslationBundle }): React.JSX.Element {
  const { answer, trans } = props;
  const [asJson, setAsJson] = React.useState(false);
  if ('problem' in answer) {
    return (
      <p className="kfl-Create-wrong" role="alert">
        {answer.problem}
      </p>
    );
  }
  const { status, milliseconds, body } = answer.prediction;
  const time = trans.__('%1 ms', Math.round(milliseconds));
  if (status !== 200) {
    return (
      <div role="alert">
        <p className="kfl-Create-wrong">
          {trans.__('The model answered with status %1 after %2: %3', status, time, reasonOf(body))}
        </p>
      </div>
    );
  }
  const table = answerTable(answer.request, body);
  const json = asJson || table === null;
  return (
    <div role="status">
      <div className="kfl-Model-answerHead">
        <span>{trans.__('Answered in %1', time)}</span>
        {table !== null && (
          <button type="button" className="kfl-Button" onClick={() => setAsJson(!asJson)}>
            {json ? trans.__('Show as table') : trans.__('Show as JSON')}
          </button>
        )}
      </div>
      {json ? (
        <pre className="kfl-Model-answer" tabIndex={0}>
          {typeof body === 'string' ? body : JSON.stringify(body, null, 2)}
        </pre>
      ) : (
        <div className="kfl-Model-answer kfl-mod-table" tabIndex={0}>
          <TextTable {...table} className="kfl-Model-table" label={trans.__('Answer')} />
        </div>
      )}
    </div>
  );
}
