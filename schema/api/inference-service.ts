import Type, { type Static } from 'typebox';

import type { Item, List } from './common.js';
import { itemOf, listOf, nullableString, summaryOf } from './shapes.js';

const closed = { additionalProperties: false };

const runOutput = {
  run: Type.String({ description: 'Name of the Workflow.' }),
  step: Type.String(),
  output: Type.String({ description: 'The variable, as the step calls it.' })
};
/** A value that a step of a run stored in the project's bucket. */
export const RunOutput = Type.Object(runOutput, { $id: 'RunOutput', ...closed });
export type RunOutput = Static<typeof RunOutput>;

const share = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 100, description: `${description} In percent.` });

/**
 * A model to be served: one that lies in a store (`format` and `storageUri`), or what a step of a run has stored
 * (`from`), which is copied to `models/<name>/<version>/` first. A name that is served already gets this model as its
 * next version.
 */
export const ModelForm = Type.Object(
  {
    name: Type.String(),
    format: Type.Optional(
      Type.Object(
        {
          name: Type.String({ description: 'As the runtimes name it: sklearn, xgboost …' }),
          version: Type.Optional(Type.String({ description: 'Of the format, such as 1.' }))
        },
        { description: 'What made the model; with `from` it is found out.', ...closed }
      )
    ),
    storageUri: Type.Optional(
      Type.String({
        description:
          'The folder of the model, as s3://bucket/models/name/version or pvc://claim/path.'
      })
    ),
    from: Type.Optional(Type.Object(runOutput, closed)),
    version: Type.Optional(
      Type.String({
        description:
          'With `from`: the version to store it as; left out, the number after the highest one.'
      })
    ),
    runtime: Type.Optional(
      Type.String({ description: 'A serving runtime; left out, the cluster chooses one.' })
    ),
    cpu: Type.Optional(Type.String()),
    memory: Type.Optional(Type.String()),
    minReplicas: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    sample: Type.Optional(Type.Unknown({ description: 'Rows that the model takes, to try it.' })),
    notebook: Type.Optional(Type.String({ description: 'Path of the notebook that made it.' })),
    canary: Type.Optional(
      share('Serve it beside the version that is served, with this share of the requests.')
    )
  },
  { $id: 'ModelForm', ...closed }
);
export type ModelForm = Static<typeof ModelForm>;

/** What a model is asked, passed on to it as it is. */
export const PredictForm = Type.Object(
  {
    protocol: Type.Union([Type.Literal('v1'), Type.Literal('v2'), Type.Literal('grpc-v2')], {
      description:
        'v1: {"instances": rows}; v2: {"inputs": [tensor, …]}; grpc-v2: the same tensors, by gRPC.'
    }),
    body: Type.Unknown(),
    canary: Type.Optional(
      Type.Boolean({ description: 'Ask the canary; left out, the version that is served.' })
    ),
    explain: Type.Optional(
      Type.Boolean({ description: 'Ask the explainer what it says of the rows; v1 only.' })
    )
  },
  { $id: 'PredictForm', ...closed }
);
export type PredictForm = Static<typeof PredictForm>;

/** A function of a cell beside a model: one that changes its rows and answers, or one that explains them. */
export const ComponentForm = Type.Object(
  {
    component: Type.Union([Type.Literal('transformer'), Type.Literal('explainer')]),
    storageUri: Type.String({ description: 'Where `%%serve` has stored it: s3://bucket/folder.' })
  },
  { $id: 'ComponentForm', ...closed }
);
export type ComponentForm = Static<typeof ComponentForm>;

export const WithoutComponentForm = Type.Object(
  { component: Type.Union([Type.Literal('transformer'), Type.Literal('explainer')]) },
  { $id: 'WithoutComponentForm', ...closed }
);
export type WithoutComponentForm = Static<typeof WithoutComponentForm>;

/** What a model answered, whether it took the request or not. */
export const Prediction = Type.Object(
  {
    status: Type.Integer({
      description: 'HTTP status of the model server; by gRPC, the one that means the same.'
    }),
    milliseconds: Type.Number({ description: 'From the request to the end of the answer.' }),
    body: Type.Unknown({ description: 'JSON as it came, or a text.' })
  },
  { $id: 'Prediction' }
);
export type Prediction = Static<typeof Prediction>;

/** What a model was made from, by the hash of its content: a value that its step took, or a file. */
export const ModelData = Type.Object(
  {
    name: Type.String({ description: 'The variable, or the path of the file.' }),
    step: nullableString('The step that had stored it; null for a file.'),
    sha256: Type.String({ description: 'Of its file, as it was stored; hex.' })
  },
  { $id: 'ModelData' }
);
export type ModelData = Static<typeof ModelData>;

/** A version of a model that lies in the project's bucket. */
export const ModelVersion = Type.Object(
  {
    version: Type.String(),
    type: nullableString('Class of the model, as sklearn.linear_model.LogisticRegression.'),
    created: nullableString('When it was stored, RFC 3339.'),
    notebook: nullableString('Path of the notebook that made it.'),
    commit: nullableString('Of git, that the notebook was at.'),
    changed: Type.Union([Type.Boolean(), Type.Null()], {
      description: 'Whether files differed from the commit; null where nobody knows.'
    }),
    origin: Type.Union([Type.Unsafe<RunOutput>(Type.Ref('RunOutput')), Type.Null()], {
      description: 'The output of a run that it was copied from.'
    }),
    data: Type.Array(Type.Unsafe<ModelData>(Type.Ref('ModelData')), {
      description:
        'What the step took that made it, or the files that `%deploy` was told; none where nobody has recorded it.'
    }),
    bytes: Type.Integer({ description: 'Of all its files.' })
  },
  { $id: 'ModelVersion' }
);
export type ModelVersion = Static<typeof ModelVersion>;

export const ModelVersions = Type.Object(
  {
    items: Type.Array(Type.Unsafe<ModelVersion>(Type.Ref('ModelVersion')), {
      description: 'The highest version first.'
    })
  },
  { $id: 'ModelVersions' }
);
export type ModelVersions = Static<typeof ModelVersions>;

/** The step whose stored values are looked for in models. */
export const DataModelsForm = Type.Object(
  { step: Type.String() },
  { $id: 'DataModelsForm', ...closed }
);
export type DataModelsForm = Static<typeof DataModelsForm>;

/** A stored version of a model that was made from a value, or from another one with the same content. */
export const DataModel = Type.Object(
  { value: Type.String(), model: Type.String(), version: Type.String() },
  { $id: 'DataModel' }
);
export type DataModel = Static<typeof DataModel>;

export const DataModels = Type.Object(
  { items: Type.Array(Type.Unsafe<DataModel>(Type.Ref('DataModel'))) },
  { $id: 'DataModels' }
);
export type DataModels = Static<typeof DataModels>;

/** Which stored version a service is to serve. */
export const RollbackForm = Type.Object(
  { version: Type.String() },
  { $id: 'RollbackForm', ...closed }
);
export type RollbackForm = Static<typeof RollbackForm>;

/** Which stored version gets a share of a service's requests; again with another share, to change it. */
export const CanaryForm = Type.Object(
  { version: Type.String(), percent: share('Of the requests that come through the gateway.') },
  { $id: 'CanaryForm', ...closed }
);
export type CanaryForm = Static<typeof CanaryForm>;

export const scaleMetrics = ['cpu', 'memory', 'concurrency', 'rps'] as const;
export type ScaleMetric = (typeof scaleMetrics)[number];

/** By what a served model is scaled. */
export const ScaleMetric = Type.Unsafe<ScaleMetric>(
  Type.Union(
    scaleMetrics.map(metric => Type.Literal(metric)),
    {
      $id: 'ScaleMetric',
      description:
        'cpu, memory: per cent of what each replica requests; concurrency: requests at a time for each; rps: requests a second for each.'
    }
  )
);
const scaleMetric = Type.Unsafe<ScaleMetric>(Type.Ref('ScaleMetric'));

/** How many replicas a model has, and what decides it between the two numbers. */
export const ServingScaleForm = Type.Object(
  {
    minReplicas: Type.Integer({ minimum: 0, maximum: 100 }),
    maxReplicas: Type.Integer({ minimum: 1, maximum: 100 }),
    metric: scaleMetric,
    target: Type.Integer({ minimum: 1, maximum: 100_000 })
  },
  { $id: 'ServingScaleForm', ...closed }
);
export type ServingScaleForm = Static<typeof ServingScaleForm>;

/** The replicas that a model may have, and where it stands between them. */
export const ServingScale = Type.Object(
  {
    min: Type.Integer(),
    max: Type.Union([Type.Integer(), Type.Null()], { description: 'Null: any number.' }),
    metric: Type.Union([scaleMetric, Type.Null()], {
      description: 'Null where only its YAML says what it is scaled by.'
    }),
    target: Type.Union([Type.Integer(), Type.Null()], { description: 'Of the metric.' }),
    measured: Type.Union([Type.Number(), Type.Null()], {
      description: 'What the metric was last seen at; null where nobody told.'
    }),
    requested: nullableString('What per cent are of: 100m of CPU, 512Mi of memory.'),
    trouble: nullableString('One sentence: why it is not scaled, or not enough; null otherwise.'),
    offers: Type.Array(
      Type.Object({
        metric: scaleMetric,
        why: nullableString('Why it cannot be chosen; null where it can.')
      })
    ),
    zero: nullableString('Why there is one replica at least; null where there may be none.')
  },
  { $id: 'ServingScale' }
);
export type ServingScale = Static<typeof ServingScale>;

/** What the gateway has counted of the requests to one version since it, or the version's Service, began. */
export const VersionTraffic = Type.Object(
  {
    canary: Type.Boolean({ description: 'Of the canary; else of the version that is served.' }),
    requests: Type.Integer({ description: 'That reached the model.' }),
    errors: Type.Integer({ description: 'Of these, those answered with a status of 400 or more.' }),
    buckets: Type.Array(
      Type.Object({
        within: Type.Union([Type.Number(), Type.Null()], { description: 'Seconds; null: any.' }),
        requests: Type.Integer({ description: 'Answered within it.' })
      }),
      { description: 'How long answers took, the shortest time first.' }
    )
  },
  { $id: 'VersionTraffic' }
);
export type VersionTraffic = Static<typeof VersionTraffic>;

/** The requests to a model through the gateway. Two readings tell what happened between them. */
export const ModelTraffic = Type.Object(
  {
    time: Type.Number({ description: 'Milliseconds since 1970: when it was read.' }),
    versions: Type.Array(Type.Unsafe<VersionTraffic>(Type.Ref('VersionTraffic'))),
    why: nullableString('One sentence: why nothing can be told in this cluster; null where it can.')
  },
  { $id: 'ModelTraffic' }
);
export type ModelTraffic = Static<typeof ModelTraffic>;

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
  scale: Type.Union([Type.Unsafe<ServingScale>(Type.Ref('ServingScale')), Type.Null()], {
    description: 'Null of a service that is being deleted.'
  }),
  version: nullableString('That it is to serve: the last part of models/<name>/<version>.'),
  canary: Type.Union(
    [
      Type.Object({
        version: nullableString('As of the service itself.'),
        storageUri: nullableString('Where its model lies.'),
        percent: Type.Integer({ description: 'Of the requests through the gateway.' }),
        ready: Type.Boolean({ description: 'Whether it answers; until then it gets none.' }),
        message: Type.String({ description: 'How it is, in a sentence.' })
      }),
      Type.Null()
    ],
    {
      description: 'The version that gets a share of the requests; the first where there are more.'
    }
  ),
  noCanary: nullableString('Why no version can be tried as a canary; null where one can.'),
  rollout: Type.Unsafe<Rollout>(
    Type.Union(
      rollouts.map(rollout => Type.Literal(rollout)),
      {
        description:
          'Whether what is asked for is there, the canary too: Complete when the wanted model, and no earlier one, answers, or when the service is stopped; Failed where somebody must change something first.'
      }
    )
  ),
  sample: Type.Unknown({ description: 'Rows that the model takes; null where nobody gave any.' }),
  startedAt: nullableString('Since when it answers, RFC 3339.'),
  finishedAt: nullableString('Null: a service has no end.'),
  createdAt: Type.String(),
  notebook: nullableString('Path of the notebook that made the model.'),
  origin: Type.Union([Type.Unsafe<RunOutput>(Type.Ref('RunOutput')), Type.Null()], {
    description: 'The output of a run that the model was copied from.'
  })
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
