import Type, { type Static } from 'typebox';

import type { Item, List } from './common.js';
import { itemOf, listOf, nullableString, summaryOf } from './shapes.js';
import { graphRouters, type GraphRouter } from './values.js';

/** What a node of a graph asks: a served model, something at an address, or another node. */
export const GraphStep = Type.Object(
  {
    name: nullableString('Of the step within its node.'),
    kind: Type.Union([
      Type.Literal('model'),
      Type.Literal('address'),
      Type.Literal('node'),
      // The object is anybody's.
      Type.Literal('nothing')
    ]),
    target: Type.String({ description: 'The served model, address or node.' }),
    weight: Type.Union([Type.Integer(), Type.Null()], {
      description: 'Of a Splitter, in percent.'
    }),
    condition: nullableString('Of a Switch, or when a Sequence goes on: GJSON over the JSON.'),
    data: nullableString('What is sent in a Sequence: $request or $response.'),
    soft: Type.Boolean({ description: 'Whether the graph goes on where it fails.' })
  },
  { $id: 'GraphStep' }
);
export type GraphStep = Static<typeof GraphStep>;

export const ModelsGraphNode = Type.Object(
  {
    name: Type.String(),
    router: Type.Unsafe<GraphRouter>(
      Type.Union(
        graphRouters.map(one => Type.Literal(one)),
        {
          description:
            'Sequence: one after the other; Ensemble: all, with all answers; Splitter: one by weight; Switch: the first whose condition holds.'
        }
      )
    ),
    steps: Type.Array(Type.Unsafe<GraphStep>(Type.Ref('GraphStep')))
  },
  { $id: 'ModelsGraphNode' }
);
export type ModelsGraphNode = Static<typeof ModelsGraphNode>;

export const InferenceGraphSummary = summaryOf('InferenceGraphSummary', {
  nodes: Type.Array(Type.Unsafe<ModelsGraphNode>(Type.Ref('ModelsGraphNode')), {
    description: 'The first is the one that requests come to.'
  }),
  models: Type.Array(
    Type.Object({
      name: Type.String(),
      trouble: nullableString('Why it does not answer; null where it does.')
    }),
    { description: 'The served models that its steps name, by name.' }
  ),
  url: nullableString('Where the graph answers inside the cluster; null while it does not.'),
  startedAt: nullableString('Since when it answers, RFC 3339.'),
  finishedAt: nullableString('Null: a graph has no end.'),
  createdAt: Type.String(),
  notebook: nullableString('Path of the notebook that made the graph.')
});
export type InferenceGraphSummary = Static<typeof InferenceGraphSummary>;

export type InferenceGraphItem = Item<InferenceGraphSummary>;
export const InferenceGraphItem = itemOf<InferenceGraphSummary>(
  'InferenceGraphItem',
  'InferenceGraphSummary'
);
export const InferenceGraphList = listOf<InferenceGraphItem>(
  'InferenceGraphList',
  'InferenceGraphItem'
);
export type InferenceGraphList = List<InferenceGraphItem>;

/** What a graph is asked: the body that its first node gets. */
export const GraphRequest = Type.Object(
  { body: Type.Unknown() },
  { $id: 'GraphRequest', additionalProperties: false }
);
export type GraphRequest = Static<typeof GraphRequest>;
