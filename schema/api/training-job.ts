import Type, { type Static } from 'typebox';
import type { Item, List, ManifestObject } from './common.js';
import type { Phase } from './phase.js';
import { itemOf, listOf, nullableString, summaryOf } from './shapes.js';

const closed = { additionalProperties: false };

export const replicaRoles = [
  'Chief',
  'Master',
  'Launcher',
  'Worker',
  'PS',
  'Evaluator',
  'Scheduler',
  'Server',
  'Node'
] as const;
export type ReplicaRole = (typeof replicaRoles)[number];

/** The code of a job, exactly as it lies in the notebook: cells in order, modules beside it, parameters. */
export const JobCode = Type.Object(
  {
    cells: Type.Array(Type.Object({ id: Type.String(), source: Type.String() }, closed)),
    modules: Type.Array(
      Type.Object(
        {
          path: Type.String({ description: "Relative to the notebook's folder." }),
          source: Type.String()
        },
        closed
      )
    ),
    parameters: Type.Record(Type.String(), Type.Unknown())
  },
  { $id: 'JobCode', ...closed }
);
export type JobCode = Static<typeof JobCode>;

/** Which runtime of Kubeflow Trainer a TrainJob runs in. */
export const RuntimeRef = Type.Object(
  {
    kind: Type.Union([Type.Literal('ClusterTrainingRuntime'), Type.Literal('TrainingRuntime')]),
    name: Type.String()
  },
  { $id: 'RuntimeRef', ...closed }
);
export type RuntimeRef = Static<typeof RuntimeRef>;

/** A training job from a cell. Quantities are Kubernetes quantities and hold for every replica. */
export const TrainingJobForm = Type.Object(
  {
    name: Type.String(),
    image: Type.String(),
    replicas: Type.Array(
      Type.Object(
        {
          role: Type.Union(replicaRoles.map(role => Type.Literal(role))),
          count: Type.Integer({ minimum: 0, maximum: 1000 })
        },
        closed
      )
    ),
    code: Type.Unsafe<JobCode>(Type.Ref('JobCode')),
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
    runtime: Type.Optional(
      Type.Unsafe<RuntimeRef>({
        ...Type.Ref('RuntimeRef'),
        description: 'Of a TrainJob: what it runs in. Left out: the first that the project has.'
      })
    ),
    manifest: Type.Optional(
      Type.Unsafe<ManifestObject>({
        ...Type.Ref('ManifestObject'),
        description:
          'The whole job but for its code, where it says more than the fields above, which then only repeat some of it.'
      })
    )
  },
  { $id: 'TrainingJobForm', ...closed }
);
export type TrainingJobForm = Omit<Static<typeof TrainingJobForm>, 'replicas'> & {
  replicas: { role: ReplicaRole; count: number }[];
};

/** How a job is run again. */
export const RerunForm = Type.Object(
  {
    manifest: Type.Optional(
      Type.Unsafe<ManifestObject>({
        ...Type.Ref('ManifestObject'),
        description:
          "The new job, which runs the code of this one; of this one's name, it takes its place. Left out: the same once more."
      })
    )
  },
  { $id: 'RerunForm', ...closed }
);
export type RerunForm = Static<typeof RerunForm>;

export const ReplicaSummary = Type.Object(
  {
    name: Type.String({ description: "The pod's name, as digits-chief-0." }),
    role: Type.String({ description: 'Lower case, as chief.' }),
    index: Type.Integer(),
    phase: Type.Unsafe<Phase>(Type.Ref('Phase')),
    message: Type.String(),
    restarts: Type.Integer(),
    exitCode: Type.Union([Type.Integer(), Type.Null()]),
    node: nullableString('Where it runs or ran.')
  },
  { $id: 'ReplicaSummary' }
);
export type ReplicaSummary = Static<typeof ReplicaSummary>;

export const TrainingJobSummary = summaryOf('TrainingJobSummary', {
  replicas: Type.Array(Type.Unsafe<ReplicaSummary>(Type.Ref('ReplicaSummary'))),
  metrics: Type.Record(Type.String(), Type.Number(), {
    description: 'The last value of each `name=value` line that the leading replica printed.'
  }),
  startedAt: nullableString('RFC 3339.'),
  finishedAt: nullableString('RFC 3339.'),
  createdAt: Type.String(),
  notebook: nullableString('Path of the notebook that it was started from.')
});
export type TrainingJobSummary = Static<typeof TrainingJobSummary>;

export type TrainingJobItem = Item<TrainingJobSummary>;
export const TrainingJobItem = itemOf<TrainingJobSummary>('TrainingJobItem', 'TrainingJobSummary');
export const TrainingJobList = listOf<TrainingJobItem>('TrainingJobList', 'TrainingJobItem');
export type TrainingJobList = List<TrainingJobItem>;
