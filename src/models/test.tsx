import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceServiceSummary, Item, PredictForm, Prediction } from '@kubeflow-lab/schema';
import * as React from 'react';

import { ProblemError } from '../problem';
import type { IPlatform } from '../tokens';
import { type Answer, AnswerView } from './answerView';
import { tensorText, useGrpc } from './byGrpc';
import { LoadForm } from './load';
import { modelRef } from './ref';

/** A request, filled from the model's sample, and what the model answers. */
export function TestForm(props: {
  item: Item<InferenceServiceSummary>;
  platform: IPlatform;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { item, platform, trans } = props;
  const { canary } = item.summary;
  const [text, setText] = React.useState(() => requestText(item.summary.sample));
  const [answers, setAnswers] = React.useState<readonly (readonly [string, Answer])[]>([]);
  const [compares, setCompares] = React.useState(true);
  const [busy, setBusy] = React.useState(false);
  const [byGrpc, setByGrpc] = React.useState(false);
  const hasGrpc = useGrpc(platform, item);

  const ask = async () => {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch (error) {
      const problem = trans.__('The request is not JSON: %1', (error as Error).message);
      setAnswers([['', { problem }]]);
      return;
    }
    setBusy(true);
    const protocol = byGrpc ? 'grpc-v2' : protocolOf(body);
    const named = (version: string | null) =>
      canary?.ready && compares ? trans.__('Version %1', version ?? '–') : '';
    const asked = [
      askOne(platform, item, { protocol, body }).then(
        answer => [named(item.summary.version), answer] as const
      ),
      ...(canary?.ready && compares
        ? [
            askOne(platform, item, { protocol, body, canary: true }).then(
              answer => [named(canary.version), answer] as const
            )
          ]
        : [])
    ];
    setAnswers(await Promise.all(asked));
    setBusy(false);
  };
  return (
    <>
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
        {hasGrpc && (
          <label className="kfl-Model-compare">
            <input
              type="checkbox"
              checked={byGrpc}
              onChange={event => {
                setByGrpc(event.target.checked);
                // gRPC is the second protocol's alone; what it cannot say stays as it is written.
                setText((event.target.checked ? tensorText(parsed(text)) : null) ?? text);
              }}
            />
            {trans.__('By gRPC (protocol v2)')}
          </label>
        )}
        <button type="submit" className="kfl-Button kfl-mod-main" disabled={busy}>
          {busy ? trans.__('Asking…') : trans.__('Predict')}
        </button>
        {canary?.ready && (
          <label className="kfl-Model-compare">
            <input
              type="checkbox"
              checked={compares}
              onChange={event => setCompares(event.target.checked)}
            />
            {trans.__('Ask version %1, the canary, the same', canary.version ?? '–')}
          </label>
        )}
        <div className="kfl-Model-answers">
          {answers.map(([title, answer]) => (
            <div key={title}>
              {title !== '' && <h4>{title}</h4>}
              <AnswerView answer={answer} trans={trans} />
            </div>
          ))}
        </div>
      </form>
      <LoadForm item={item} body={parsed(text)} platform={platform} trans={trans} />
    </>
  );
}

/** What a text says in JSON; null where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Who asks the model with it is told why.
    return null;
  }
}

/** What the served version or its canary says, or why nothing. */
async function askOne(
  platform: IPlatform,
  item: Item<InferenceServiceSummary>,
  form: PredictForm
): Promise<Answer> {
  try {
    const prediction = await platform.client.act<Prediction>(modelRef(item), 'predict', form);
    return { prediction, request: form.body };
  } catch (error) {
    return { problem: ProblemError.from(error).message };
  }
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
