import Type, { type Static } from 'typebox';

/** A part that the launcher installs behind the address. */
export const Addon = Type.Object(
  {
    name: Type.String(),
    state: Type.Union([Type.Literal('installing'), Type.Literal('ready'), Type.Literal('failed')]),
    message: Type.String()
  },
  { $id: 'Addon' }
);
export type Addon = Static<typeof Addon>;

export const Settings = Type.Object(
  {
    version: Type.String(),
    origin: Type.String(),
    dashboards: Type.Array(Type.String(), {
      description: 'Origins that may show the web app in a frame.'
    }),
    gitHosts: Type.Array(Type.String(), {
      description: 'Hosts whose repositories may be opened by a link; empty: all.'
    }),
    images: Type.Object({
      jupyter: Type.Array(Type.String()),
      tensorflow: Type.Array(Type.String()),
      xgboost: Type.Array(Type.String()),
      pytorch: Type.Array(Type.String()),
      mpi: Type.Array(Type.String())
    }),
    addons: Type.Array(Type.Unsafe<Addon>(Type.Ref('Addon'))),
    limits: Type.Object(
      {
        cpu: Type.String(),
        memory: Type.String(),
        gpu: Type.String({ description: 'Of nvidia.com/gpu.' }),
        nodes: Type.Integer({ description: 'How many nodes there are.' })
      },
      {
        description:
          'Quantities that the largest node can allocate, each by itself; empty strings while no node is known.'
      }
    )
  },
  { $id: 'Settings' }
);
export type Settings = Static<typeof Settings>;
