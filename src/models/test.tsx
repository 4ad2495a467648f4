import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceServiceSummary, Item, PredictForm, Prediction } from '@kubeflow-lab/schema';
import * as React from 'react';

import type { IPlatform } from '../tokens';
import { type Answers, AskForm, answerTo } from './askForm';
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
  const { canary, version, sample } = item.summary;
  const [text, setText] = React.useState(() => requestText(sample));
  const [compares, setCompares] = React.useState(true);
  const [byGrpc, setByGrpc] = React.useState(false);
  const hasGrpc = useGrpc(platform, item);
  const canaryAsked = compares && canary?.ready ? canary : null;

  const ask = (body: unknown): Promise<Answers> => {
    const protocol = byGrpc ? 'grpc-v2' : protocolOf(body);
    const askOne = async (title: string, form: Partial<PredictForm>) => {
      const whole = { protocol, body, ...form };
      const asked = platform.client.act<Prediction>(modelRef(item), 'predict', whole);
      return [title, await answerTo(body, asked)] as const;
    };
    const named = (one: string | null) => trans.__('Version %1', one ?? '–');
    return canaryAsked === null
      ? Promise.all([askOne('', {})])
      : Promise.all([
          askOne(named(version), {}),
          askOne(named(canaryAsked.version), { canary: true })
        ]);
  };
  return (
    <>
      <AskForm
        label={trans.__('Ask the model')}
        button={trans.__('Predict')}
        text={text}
        onText={setText}
        ask={ask}
        trans={trans}
      >
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
        {byGrpc && (
          <p className="kfl-Model-note">
            {trans.__('Asked inside the cluster, past the gateway.')}
          </p>
        )}
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
      </AskForm>
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
