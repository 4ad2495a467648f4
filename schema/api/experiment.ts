import Type, { type Static } from 'typebox';

import type { Item, List, ManifestObject } from './common.js';
import type { Phase } from './phase.js';
import { itemOf, listOf, nullableString, summaryOf } from './shapes.js';
import { replicaRoles } from './training-job.js';
import type { JobCode, ReplicaRole } from './training-job.js';

const closed = { additionalProperties: false };

export const parameterTypes = ['double', 'int', 'categorical', 'discrete'] as const;
export type ParameterType = (typeof parameterTypes)[number];
const ParameterType = Type.Unsafe<ParameterType>(
  Type.Union(parameterTypes.map(type => Type.Literal(type)))
);

const ObjectiveType = Type.Union([Type.Literal('minimize'), Type.Literal('maximize')]);

/** A metric of a trial over all its values: the texts that the trial printed, such as `nan` and `inf`, or empty where none is known. */
export const TrialMetric = Type.Object(
  {
    value: Type.String({
      description: 'The latest; Katib may know only the least and the greatest.'
    }),
    min: Type.String(),
    max: Type.String()
  },
  { $id: 'TrialMetric' }
);
export type TrialMetric = Static<typeof TrialMetric>;

/** One trial of a sweep. */
export const TrialSummary = Type.Object(
  {
    name: Type.String(),
    phase: Type.Unsafe<Phase>(Type.Ref('Phase')),
    message: Type.String(),
    reason: Type.String({
      description: 'Empty when fine; MetricsUnavailable, EarlyStopped, Killed, Crash …'
    }),
    parameters: Type.Record(Type.String(), Type.String()),
    metrics: Type.Record(Type.String(), Type.Unsafe<TrialMetric>(Type.Ref('TrialMetric'))),
    curve: Type.Optional(
      Type.Array(Type.Tuple([Type.Number(), Type.Number()]), {
        description:
          'The objective while the trial runs or ran: [number of the value, value], at most 100. Missing with fewer than two.'
      })
    ),
    startedAt: nullableString('RFC 3339.'),
    finishedAt: nullableString('RFC 3339.')
  },
  { $id: 'TrialSummary' }
);
export type TrialSummary = Static<typeof TrialSummary>;

const count = (description: string) => Type.Integer({ description });

export const ExperimentSummary = summaryOf('ExperimentSummary', {
  objective: Type.Object({
    metric: Type.String(),
    type: Type.String({ description: 'minimize or maximize.' }),
    goal: Type.Union([Type.Number(), Type.Null()]),
    additional: Type.Array(Type.String())
  }),
  algorithm: Type.String(),
  parameters: Type.Array(Type.Object({ name: Type.String(), type: Type.String() })),
  counts: Type.Object({
    running: count('Trials whose job exists and has not ended.'),
    pending: count('Trials whose job is not there yet.'),
    succeeded: count('Trials that ended with a value of the objective.'),
    failed: count('Trials whose job failed.'),
    killed: count('Trials that were ended because the budget was lowered.'),
    earlyStopped: count('Trials that were ended because they promised too little.'),
    metricsUnavailable: count('Trials that ended without a value of the objective.'),
    maximum: count('How many trials may end; 0 where there is no limit.')
  }),
  best: Type.Union([
    Type.Object({
      trial: Type.String(),
      parameters: Type.Record(Type.String(), Type.String()),
      metrics: Type.Record(Type.String(), Type.String(), {
        description: 'Each by its strategy: the least, greatest or latest value.'
      })
    }),
    Type.Null()
  ]),
  trials: Type.Array(Type.Unsafe<TrialSummary>(Type.Ref('TrialSummary')), {
    description: 'In the order in which they were made.'
  }),
  startedAt: nullableString('RFC 3339.'),
  finishedAt: nullableString('RFC 3339.'),
  createdAt: Type.String(),
  notebook: nullableString('Path of the notebook that it was started from.')
});
export type ExperimentSummary = Static<typeof ExperimentSummary>;

/** A parameter that a sweep searches. Bounds and steps are numbers as text, exactly as the trials get them. */
export const SearchParameter = Type.Object(
  {
    name: Type.String({ description: 'A Python name: the variable in the parameters cell.' }),
    type: ParameterType,
    min: Type.Optional(Type.String()),
    max: Type.Optional(Type.String()),
    list: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Of a categorical or discrete one. The texts true and false are booleans.'
      })
    ),
    step: Type.Optional(Type.String()),
    distribution: Type.Optional(Type.Union([Type.Literal('uniform'), Type.Literal('logUniform')]))
  },
  { $id: 'SearchParameter', ...closed }
);
export type SearchParameter = Static<typeof SearchParameter>;

/** The kinds of training jobs that trials can be. */
export const trialJobKinds = ['TFJob', 'PyTorchJob', 'XGBoostJob', 'MPIJob', 'JAXJob'] as const;
export type TrialJobKind = (typeof trialJobKinds)[number];

/** A sweep over the code of cells, or over a pipeline. Quantities are Kubernetes quantities and hold for each trial. */
export const ExperimentForm = Type.Object(
  {
    name: Type.String(),
    image: Type.String(),
    code: Type.Optional(Type.Unsafe<JobCode>(Type.Ref('JobCode'))),
    job: Type.Optional(
      Type.Object(
        {
          kind: Type.Unsafe<TrialJobKind>(
            Type.Union(trialJobKinds.map(kind => Type.Literal(kind)))
          ),
          replicas: Type.Array(
            Type.Object(
              {
                role: Type.Unsafe<ReplicaRole>(
                  Type.Union(replicaRoles.map(role => Type.Literal(role)))
                ),
                count: Type.Integer({ minimum: 0, maximum: 1000 })
              },
              closed
            )
          )
        },
        { ...closed, description: 'Each trial runs the code as such a job; left out: in one pod.' }
      )
    ),
    pipeline: Type.Optional(
      Type.Object(
        {
          notebook: Type.Unknown({ description: 'The notebook as JSON (nbformat 4).' }),
          path: Type.String({ description: 'Where the notebook lies.' }),
          modules: Type.Array(Type.Object({ path: Type.String(), source: Type.String() }, closed))
        },
        { ...closed, description: 'In place of code: each trial is a run of this pipeline.' }
      )
    ),
    objective: Type.Object(
      { metric: Type.String(), type: ObjectiveType, goal: Type.Optional(Type.Number()) },
      closed
    ),
    algorithm: Type.Object(
      {
        name: Type.String(),
        settings: Type.Optional(Type.Record(Type.String(), Type.String()))
      },
      closed
    ),
    earlyStopping: Type.Optional(
      Type.Object(
        {
          name: Type.Literal('medianstop'),
          settings: Type.Optional(Type.Record(Type.String(), Type.String()))
        },
        closed
      )
    ),
    parameters: Type.Array(Type.Unsafe<SearchParameter>(Type.Ref('SearchParameter'))),
    maxTrials: Type.Integer({ minimum: 1, maximum: 100_000 }),
    parallelTrials: Type.Integer({ minimum: 1, maximum: 1000 }),
    maxFailedTrials: Type.Integer({ minimum: 0, maximum: 100_000 }),
    resources: Type.Object(
      {
        cpu: Type.Optional(Type.String()),
        memory: Type.Optional(Type.String()),
        gpu: Type.Optional(Type.String())
      },
      closed
    ),
    env: Type.Array(Type.Object({ name: Type.String(), value: Type.String() }, closed)),
    volumes: Type.Array(Type.Object({ claim: Type.String(), path: Type.String() }, closed)),
    notebook: Type.Optional(Type.Object({ path: Type.String(), cell: Type.String() }, closed)),
    manifest: Type.Optional(
      Type.Unsafe<ManifestObject>({
        ...Type.Ref('ManifestObject'),
        description:
          'The whole sweep but for the code or the pipeline of its trials, where it says more than the fields above, which then only repeat some of it.'
      })
    )
  },
  { $id: 'ExperimentForm', ...closed }
);
export type ExperimentForm = Static<typeof ExperimentForm>;

/** What of a sweep may change once it is made. */
export const BudgetForm = Type.Object(
  {
    maxTrialCount: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
    parallelTrialCount: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    maxFailedTrialCount: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 }))
  },
  { $id: 'BudgetForm', ...closed, minProperties: 1 }
);
export type BudgetForm = Static<typeof BudgetForm>;

export type ExperimentItem = Item<ExperimentSummary>;
export const ExperimentItem = itemOf<ExperimentSummary>('ExperimentItem', 'ExperimentSummary');
export const ExperimentList = listOf<ExperimentItem>('ExperimentList', 'ExperimentItem');
export type ExperimentList = List<ExperimentItem>;
