import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceServiceSummary, Item, Prediction } from '@kubeflow-lab/schema';
import * as React from 'react';

import { ProblemError } from '../problem';
import type { IPlatform } from '../tokens';
import { type Answer, AnswerView } from './answerView';
import { modelRef } from './ref';

/** A request, filled from the model's sample, and what the model answers. */
export function TestForm(props: {
  item: Item<InferenceServiceSummary>;
  platform: IPlatform;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { item, platform, trans } = props;
  const [text, setText] = React.useState(() => requestText(item.summary.sample));
  const [answer, setAnswer] = React.useState<Answer | null>(null);
  const [busy, setBusy] = React.useState(false);

  const ask = async () => {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch (error) {
      setAnswer({
        problem: trans.__('The request is not JSON: %1', (error as Error).message)
      });
      return;
    }
    setBusy(true);
    try {
      const form = { protocol: protocolOf(body), body };
      const prediction = await platform.client.act<Prediction>(modelRef(item), 'predict', form);
      setAnswer({ prediction, request: body });
    } catch (error) {
      setAnswer({ problem: ProblemError.from(error).message });
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
        {trans.__('Ask the model')}
        <textarea
          rows={8}
          spellCheck={false}
          value={text}
          onChange={event => setText(event.target.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void ask();
            }
          }}
        />
      </label>
      <button type="submit" className="kfl-Button kfl-mod-main" disabled={busy}>
        {busy ? trans.__('Asking…') : trans.__('Predict')}
      </button>
      {answer && <AnswerView answer={answer} trans={trans} />}
    </form>
  );
}

/** A first request: the rows that the model's maker gave as an example. */
export function requestText(sample: unknown): string {
  const instances = Array.isArray(sample) ? sample : [];
  const rows = instances.map(row => `    ${JSON.stringify(row)}`).join(',\n');
  return `{\n  "instances": [\n${rows}\n  ]\n}`;
}

/** KServe's second protocol names its tensors; the first has a list of rows. */
export function protocolOf(body: unknown): 'v1' | 'v2' {
  return typeof body === 'object' && body !== null && 'inputs' in body ? 'v2' : 'v1';
}
