import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceGraphSummary, InferenceServiceSummary, Item } from '@kubeflow-lab/schema';
import * as React from 'react';

import { StateIcon, useFeed } from '../../components';
import { Graph, type GraphNode } from '../../graph';
import type { PictureProps } from '../../panels';
import { Facts } from '../facts';
import { requestText } from '../test';
import { AskGraph } from './ask';
import { type DrawnBox, drawGraph } from './draw';

/** A graph of models: the boxes lead to the models, and a form asks the whole. */
export function GraphPicture(
  props: PictureProps<InferenceGraphSummary> & { trans: TranslationBundle }
): React.JSX.Element {
  const { item, platform, gone, showLog, trans } = props;
  const { url, nodes, models } = item.summary;
  const { name, namespace = '' } = item.object.metadata;
  const { boxes, edges } = React.useMemo(() => drawGraph(item.summary), [item.summary]);
  const topic = showLog && !gone ? { resource: 'inferenceservices', namespace } : null;
  const feed = useFeed(platform.live, topic);
  const served = Object.values(feed.items) as Item<InferenceServiceSummary>[];
  const first = served.find(({ object }) => object.metadata.name === firstModel(nodes));
  const open = (id: string | null) => {
    const box = boxes.find(one => one.id === id);
    if (box !== undefined && 'step' in box && box.step.kind === 'model') {
      platform.actions?.open({ plural: 'inferenceservices', namespace, name: box.step.target });
    }
  };
  if (nodes.length === 0) {
    return <p className="kfl-Note">{trans.__('This graph has no nodes.')}</p>;
  }
  return (
    <div className="kfl-Model">
      {url !== null && <Facts facts={[]} url={url} trans={trans} />}
      <Graph
        nodes={boxes.map(box => boxOf(box, trans))}
        edges={edges}
        layouter={platform.layouter}
        label={trans.__('Models of the graph %1', name)}
        selected={null}
        onSelect={open}
        trans={trans}
      />
      {models.some(({ trouble }) => trouble !== null) && (
        <ul className="kfl-Model-note" aria-label={trans.__('Models that do not answer')}>
          {models.map(
            model =>
              model.trouble !== null && (
                <li key={model.name}>
                  {model.name}: {model.trouble}
                </li>
              )
          )}
        </ul>
      )}
      {showLog && !gone && (feed.loaded || feed.state === 'failed') && (
        <AskGraph
          item={item}
          request={requestText(first?.summary.sample)}
          platform={platform}
          trans={trans}
        />
      )}
    </div>
  );
}

/** The model that a request comes to first, as far as one can tell. */
function firstModel(nodes: InferenceGraphSummary['nodes']): string | undefined {
  return nodes.flatMap(({ steps }) => steps).find(({ kind }) => kind === 'model')?.target;
}

function boxOf(box: DrawnBox, trans: TranslationBundle): GraphNode {
  if ('node' in box) {
    const { name, router } = box.node;
    return {
      id: box.id,
      stamp: router,
      label: `${name}: ${router}`,
      content: (
        <>
          <span className="kfl-Graph-title">
            <span>{name}</span>
          </span>
          <span className="kfl-Graph-facts">{router}</span>
        </>
      )
    };
  }
  const { step, trouble } = box;
  const words = {
    model: trans.__('Model'),
    address: trans.__('Address'),
    node: trans.__('No such node'),
    nothing: trans.__('Asks nothing')
  };
  const word = [
    step.name !== null && step.name !== step.target ? step.name : words[step.kind],
    ...(step.soft ? [] : [trans.__('must succeed')])
  ].join(' · ');
  const state = step.kind === 'model' && (trouble === null ? 'Running' : 'Pending');
  return {
    id: box.id,
    className: state ? (trouble === null ? 'kfl-mod-good' : 'kfl-mod-bad') : undefined,
    stamp: JSON.stringify([step, trouble]),
    label: [`${step.target}: ${word}`, trouble].filter(Boolean).join('. '),
    content: (
      <>
        <span className="kfl-Graph-title">
          {state && <StateIcon phase={state} lasting trans={trans} />}
          <span>{step.target || '–'}</span>
        </span>
        <span className="kfl-Graph-facts">{word}</span>
      </>
    )
  };
}
