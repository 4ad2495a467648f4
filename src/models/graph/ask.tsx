import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceGraphSummary, Item, Prediction } from '@kubeflow-lab/schema';
import * as React from 'react';

import type { IPlatform } from '../../tokens';
import { AskForm, answerTo } from '../askForm';

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
  const graph = { plural: 'inferencegraphs' as const, namespace, name };
  return (
    <AskForm
      label={trans.__('Ask the graph')}
      button={trans.__('Send')}
      text={text}
      onText={setText}
      ask={async body => {
        const asked = platform.client.act<Prediction>(graph, 'predict', { body });
        return [['', await answerTo(body, asked)]];
      }}
      trans={trans}
    />
  );
}
