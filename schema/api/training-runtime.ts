/** What a TrainJob of Kubeflow Trainer can run in: the runtimes that an administrator or a project has described. */
import Type, { type Static } from 'typebox';

const said = (description: string) => Type.String({ description });

export const TrainingRuntimeItem = Type.Object(
  {
    kind: Type.Union([Type.Literal('ClusterTrainingRuntime'), Type.Literal('TrainingRuntime')], {
      description: 'Of the whole cluster, or of this project.'
    }),
    name: Type.String(),
    framework: said(
      'What its pods are prepared for, as torch, mpi, jax; plain where they are told nothing of each other.'
    ),
    image: said("The image of its nodes; '' where it names none."),
    nodes: Type.Integer({ description: 'How many there are where a job does not say.' }),
    processes: said("How many processes each node starts, as 2 or auto; '' where it does not say."),
    cpu: said("What each node asks for where a job does not say; '' for nothing."),
    memory: Type.String(),
    gpu: Type.String(),
    cpuLimit: said("The most that each node may take where a job does not say; '' for no end."),
    memoryLimit: Type.String()
  },
  { $id: 'TrainingRuntimeItem' }
);
export type TrainingRuntimeItem = Static<typeof TrainingRuntimeItem>;

/** Fields by which a job changes the pods of its runtime; each version of Kubeflow Trainer knows one of them. */
const overrideFields = ['runtimePatches', 'podTemplateOverrides', 'podSpecOverrides'] as const;
export type OverrideField = (typeof overrideFields)[number];

export const TrainingRuntimes = Type.Object(
  {
    items: Type.Array(Type.Unsafe<TrainingRuntimeItem>(Type.Ref('TrainingRuntimeItem')), {
      description: 'Those for PyTorch first; the first is the one of a form that names none.'
    }),
    overrides: Type.Unsafe<OverrideField | null>(
      Type.Union([...overrideFields.map(field => Type.Literal(field)), Type.Null()], {
        description: 'The field of this version of Kubeflow Trainer; null where there is none.'
      })
    )
  },
  { $id: 'TrainingRuntimes' }
);
export type TrainingRuntimes = Static<typeof TrainingRuntimes>;
