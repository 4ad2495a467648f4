import Type, { type Static } from 'typebox';

import type { Item, List } from './common.js';
import { itemOf, listOf, nullableString, summaryOf } from './shapes.js';

const closed = { additionalProperties: false };

/** A model in a store, to be served. A name that is served already gets this model as its next version. */
export const ModelForm = Type.Object(
  {
    name: Type.String(),
    format: Type.Object(
      {
        name: Type.String({ description: 'As the runtimes name it: sklearn, xgboost …' }),
        version: Type.Optional(Type.String({ description: 'Of the format, such as 1.' }))
      },
      closed
    ),
    storageUri: Type.String({
      description:
        'The folder of the model, as s3://bucket/models/name/version or pvc://claim/path.'
    }),
    runtime: Type.Optional(
      Type.String({ description: 'A serving runtime; left out, the cluster chooses one.' })
    ),
    cpu: Type.Optional(Type.String()),
    memory: Type.Optional(Type.String()),
    minReplicas: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    sample: Type.Optional(Type.Unknown({ description: 'Rows that the model takes, to try it.' })),
    notebook: Type.Optional(Type.String({ description: 'Path of the notebook that made it.' }))
  },
  { $id: 'ModelForm', ...closed }
);
export type ModelForm = Static<typeof ModelForm>;

/** What a model is asked, passed on to it as it is. */
export const PredictForm = Type.Object(
  {
    protocol: Type.Union([Type.Literal('v1'), Type.Literal('v2')], {
      description: 'v1: {"instances": rows}; v2: {"inputs": [tensor, …]}.'
    }),
    body: Type.Unknown()
  },
  { $id: 'PredictForm', ...closed }
);
export type PredictForm = Static<typeof PredictForm>;

/** What a model answered, whether it took the request or not. */
export const Prediction = Type.Object(
  {
    status: Type.Integer({ description: 'HTTP status of the model server.' }),
    milliseconds: Type.Number({ description: 'From the request to the end of the answer.' }),
    body: Type.Unknown({ description: 'JSON as it came, or a text.' })
  },
  { $id: 'Prediction' }
);
export type Prediction = Static<typeof Prediction>;

export const rollouts = ['Complete', 'Progressing', 'Failed'] as const;
export type Rollout = (typeof rollouts)[number];

export const InferenceServiceSummary = summaryOf('InferenceServiceSummary', {
  url: nullableString('Where the model answers inside the cluster; null while it does not.'),
  model: Type.Object({
    format: nullableString('sklearn, xgboost …; null for a container of its own.'),
    version: nullableString('Of the format.'),
    storageUri: nullableString('Where the model lies.'),
    runtime: nullableString('What serves it.')
  }),
  replicas: Type.Object({ ready: Type.Integer(), desired: Type.Integer() }),
  version: nullableString('That it is to serve: the last part of models/<name>/<version>.'),
  rollout: Type.Unsafe<Rollout>(
    Type.Union(
      rollouts.map(rollout => Type.Literal(rollout)),
      {
        description:
          'Whether what is asked for is there: Complete when the wanted model, and no earlier one, answers, or when the service is stopped; Failed where somebody must change something first.'
      }
    )
  ),
  sample: Type.Unknown({ description: 'Rows that the model takes; null where nobody gave any.' }),
  startedAt: nullableString('Since when it answers, RFC 3339.'),
  finishedAt: nullableString('Null: a service has no end.'),
  createdAt: Type.String(),
  notebook: nullableString('Path of the notebook that made the model.')
});
export type InferenceServiceSummary = Static<typeof InferenceServiceSummary>;

export type InferenceServiceItem = Item<InferenceServiceSummary>;
export const InferenceServiceItem = itemOf<InferenceServiceSummary>(
  'InferenceServiceItem',
  'InferenceServiceSummary'
);
export const InferenceServiceList = listOf<InferenceServiceItem>(
  'InferenceServiceList',
  'InferenceServiceItem'
);
export type InferenceServiceList = List<InferenceServiceItem>;
