import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceGraphSummary, Item, Prediction } from '@kubeflow-lab/schema';
import * as React from 'react';

import { ProblemError } from '../../problem';
import type { IPlatform } from '../../tokens';
import { type Answer, AnswerView } from '../answerView';

/** A request to the whole graph, filled from the sample of its first model, and what comes of it. */
export function AskGraph(props: {
  item: Item<InferenceGraphSummary>;
  request: string;
  platform: IPlatform;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { item, request, platform, trans } = props;
  const { namespace = '', name } = item.object.metadata;
  const [text, setText] = React.useState(request);
  const [answer, setAnswer] = React.useState<Answer | null>(null);
  const [busy, setBusy] = React.useState(false);
  const ask = async () => {
    setBusy(true);
    try {
      const body: unknown = JSON.parse(text);
      const graph = { plural: 'inferencegraphs' as const, namespace, name };
      const prediction = await platform.client.act<Prediction>(graph, 'predict', { body });
      setAnswer({ prediction, request: body });
    } catch (error) {
      const problem =
        error instanceof SyntaxError
          ? trans.__('The request is not JSON: %1', error.message)
          : ProblemError.from(error).message;
      setAnswer({ problem });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="kfl-Model-test"
      onSubmit={event => {
        event.preventDefault();
        void ask();
      }}
    >
      <label>
        {trans.__('Ask the graph')}
        <textarea
          rows={8}
          spellCheck={false}
          value={text}
          onChange={event => setText(event.target.value)}
        />
      </label>
      <button type="submit" className="kfl-Button kfl-mod-main" disabled={busy}>
        {busy ? trans.__('Asking…') : trans.__('Send')}
      </button>
      <div className="kfl-Model-answers">
        {answer !== null && <AnswerView answer={answer} trans={trans} />}
      </div>
    </form>
  );
}
