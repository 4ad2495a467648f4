import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceServiceSummary, Item, Prediction } from '@kubeflow-lab/schema';
import * as React from 'react';

import { ProblemError } from '../problem';
import type { IPlatform } from '../tokens';

type Answer = { prediction: Prediction } | { problem: string };

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
  const { namespace = '', name } = item.object.metadata;

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
      const ref = { plural: 'inferenceservices' as const, namespace, name };
      const form = { protocol: protocolOf(body), body };
      setAnswer({ prediction: await platform.client.act<Prediction>(ref, 'predict', form) });
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

function AnswerView(props: { answer: Answer; trans: TranslationBundle }): React.JSX.Element {
  const { answer, trans } = props;
  if ('problem' in answer) {
    return (
      <p className="kfl-Pipeline-problem" role="alert">
        {answer.problem}
      </p>
    );
  }
  const { status, milliseconds, body } = answer.prediction;
  const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
  const time = trans.__('%1 ms', Math.round(milliseconds));
  return (
    <div role="status">
      <p className="kfl-Model-status">
        {status === 200
          ? time
          : trans.__('The model answered with status %1 after %2', status, time)}
      </p>
      <pre className="kfl-Model-answer" tabIndex={0}>
        {text}
      </pre>
    </div>
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
