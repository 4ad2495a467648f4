import type { TranslationBundle } from '@jupyterlab/translation';
import type { Prediction } from '@kubeflow-lab/schema';
import * as React from 'react';

import { ProblemError } from '../problem';
import { type Answer, AnswerView } from './answerView';

/** What came of a request, one for each that was asked; with a title where they are to be told apart. */
export type Answers = readonly (readonly [title: string, answer: Answer])[];

/** A request as JSON, which a button or Ctrl+Enter sends, and the answers. */
export function AskForm(props: {
  label: string;
  button: string;
  text: string;
  onText: (text: string) => void;
  ask: (body: unknown) => Promise<Answers>;
  trans: TranslationBundle;
  /** How it is to be asked. */
  children?: React.ReactNode;
}): React.JSX.Element {
  const { label, button, text, onText, ask, trans, children } = props;
  const [answers, setAnswers] = React.useState<Answers>([]);
  const [busy, setBusy] = React.useState(false);
  const send = async () => {
    if (busy) {
      return;
    }
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch (error) {
      const problem = trans.__('The request is not JSON: %1', (error as Error).message);
      setAnswers([['', { problem }]]);
      return;
    }
    setBusy(true);
    setAnswers(await ask(body));
    setBusy(false);
  };
  return (
    <form
      className="kfl-Model-test"
      onSubmit={event => {
        event.preventDefault();
        void send();
      }}
    >
      <label>
        {label}
        <textarea
          rows={8}
          spellCheck={false}
          value={text}
          onChange={event => onText(event.target.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void send();
            }
          }}
        />
      </label>
      {children}
      <button type="submit" className="kfl-Button kfl-mod-main" disabled={busy}>
        {busy ? trans.__('Asking…') : button}
      </button>
      <div className="kfl-Model-answers">
        {answers.map(([title, answer]) => (
          <div key={title}>
            {title !== '' && <h4>{title}</h4>}
            <AnswerView answer={answer} trans={trans} />
          </div>
        ))}
      </div>
    </form>
  );
}

/** What was predicted for a request, or why nothing. */
export async function answerTo(request: unknown, asked: Promise<Prediction>): Promise<Answer> {
  try {
    return { prediction: await asked, request };
  } catch (error) {
    return { problem: ProblemError.from(error).message };
  }
}
