/** What serves models in a project: KServe's runtimes, of the whole cluster and of the project. */
import Type, { type Static } from 'typebox';

const RuntimeFormat = Type.Object({
  name: Type.String({ description: 'sklearn, xgboost …' }),
  version: Type.String({ description: "Of the format; '' where it names none." }),
  autoSelect: Type.Boolean({
    description: 'Whether it serves such a model also where the model names no runtime.'
  })
});

export const ServingRuntimeItem = Type.Object(
  {
    kind: Type.Union([Type.Literal('ClusterServingRuntime'), Type.Literal('ServingRuntime')], {
      description: 'Of the whole cluster, or of this project.'
    }),
    name: Type.String(),
    formats: Type.Array(RuntimeFormat),
    protocols: Type.Array(Type.String(), { description: 'As it names them: v1, v2, grpc-v2 …' }),
    image: Type.String({ description: "Of the container that serves; '' where it names none." }),
    disabled: Type.Boolean({ description: 'Whether it is switched off.' })
  },
  { $id: 'ServingRuntimeItem' }
);
export type ServingRuntimeItem = Static<typeof ServingRuntimeItem>;

export const ServingRuntimes = Type.Object(
  {
    items: Type.Array(Type.Unsafe<ServingRuntimeItem>(Type.Ref('ServingRuntimeItem')), {
      description: "By name, the project's own before those of the cluster."
    })
  },
  { $id: 'ServingRuntimes' }
);
export type ServingRuntimes = Static<typeof ServingRuntimes>;
