/** The form for a notebook server, and what an installation offers in it. */
import Type, { type Static } from 'typebox';

import type { ManifestObject } from './common.js';

const closed = { additionalProperties: false };
const text = (description: string) => Type.String({ description });
const optionalText = (description: string) => Type.Optional(text(description));

const newVolume = {
  size: text('A Kubernetes quantity, as 5Gi.'),
  storageClass: Type.Optional(Type.String()),
  accessMode: optionalText('Default ReadWriteOnce.'),
  snapshot: optionalText('Name of a snapshot of the project that it begins with.')
};

/** The volume that a notebook's home folder lies on. */
export const Workspace = Type.Union(
  [
    Type.Object(
      {
        mode: Type.Literal('new'),
        ...newVolume,
        claim: optionalText('Its name; default <name>-workspace.')
      },
      closed
    ),
    Type.Object({ mode: Type.Literal('existing'), claim: Type.String() }, closed),
    Type.Object({ mode: Type.Literal('none') }, closed)
  ],
  { $id: 'Workspace' }
);
export type Workspace = Static<typeof Workspace>;

/** A volume beside the home folder. */
export const DataVolume = Type.Union(
  [
    Type.Object(
      { mode: Type.Literal('new'), claim: Type.String(), mount: Type.String(), ...newVolume },
      closed
    ),
    Type.Object(
      {
        mode: Type.Literal('existing'),
        claim: Type.String(),
        mount: Type.String(),
        readOnly: Type.Optional(Type.Boolean())
      },
      closed
    )
  ],
  { $id: 'DataVolume' }
);
export type DataVolume = Static<typeof DataVolume>;

/** Upstream's words: Jupyter, what is like VS Code, what is like RStudio. */
export const ServerType = Type.Union(
  [Type.Literal('jupyter'), Type.Literal('group-one'), Type.Literal('group-two')],
  { $id: 'ServerType' }
);
export type ServerType = Static<typeof ServerType>;

/**
 * What a person fills in for a notebook server. `cpu` and `memory` are Kubernetes quantities; what is left out is as the
 * installation says.
 */
export const NotebookForm = Type.Object(
  {
    name: Type.String(),
    image: Type.String(),
    cpu: text('A Kubernetes quantity in cores, as 0.5 or 500m.'),
    memory: text('A Kubernetes quantity in bytes, as 1Gi.'),
    workspace: Type.Unsafe<Workspace>(Type.Ref('Workspace')),
    serverType: Type.Optional(Type.Unsafe<ServerType>(Type.Ref('ServerType'))),
    imagePullPolicy: optionalText('Always, IfNotPresent or Never.'),
    cpuLimit: optionalText('The most it may use; left out: what it asks for, times the factor.'),
    memoryLimit: optionalText('The most it may use, likewise.'),
    gpu: Type.Optional(
      Type.Object(
        {
          vendor: text('The resource, as nvidia.com/gpu.'),
          count: Type.Integer({ minimum: 1, maximum: 64 })
        },
        closed
      )
    ),
    dataVolumes: Type.Optional(
      Type.Array(Type.Unsafe<DataVolume>(Type.Ref('DataVolume')), { maxItems: 32 })
    ),
    configurations: Type.Optional(
      Type.Array(Type.String(), { description: 'Names of PodDefaults.', maxItems: 64 })
    ),
    affinity: optionalText('Key of one of the offered groups.'),
    tolerations: optionalText('Key of one of the offered groups.'),
    shm: Type.Optional(Type.Boolean({ description: 'Memory at /dev/shm as large as is needed.' })),
    env: Type.Optional(
      Type.Array(Type.Object({ name: Type.String(), value: Type.String() }, closed), {
        maxItems: 100
      })
    ),
    secrets: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Names of Secrets whose keys become environment variables.',
        maxItems: 32
      })
    ),
    idleTime: optionalText('After how long without use it is stopped, as 2h; or never.')
  },
  { $id: 'NotebookForm', ...closed }
);
export type NotebookForm = Static<typeof NotebookForm>;

/** A notebook server as its objects, as the YAML beside the form says it: the form's, perhaps with more. */
export const NotebookObjects = Type.Object(
  {
    objects: Type.Array(Type.Unsafe<ManifestObject>(Type.Ref('ManifestObject')), {
      description:
        'A Notebook and the claims of its new volumes. They must keep to the same rules as a form.',
      minItems: 1,
      maxItems: 40
    })
  },
  { $id: 'NotebookObjects', ...closed }
);
export type NotebookObjects = Static<typeof NotebookObjects>;

const fixed = { readOnly: Type.Boolean({ description: 'The value cannot be changed.' }) };
const setting = <T>(value: Type.TSchema) =>
  Type.Unsafe<{ value: T; readOnly: boolean }>(Type.Object({ value, ...fixed }));
const Texts = Type.Array(Type.String());
const images = Type.Object({ value: Type.String(), options: Texts, ...fixed });
const amount = Type.Object({
  value: Type.String(),
  limitFactor: Type.Union([Type.Number(), Type.Null()], {
    description: 'What it may use is what it asks for times this; null: as much as there is.'
  }),
  ...fixed
});
const group = <T>(content: Type.TSchema) =>
  Type.Unsafe<{
    value: string;
    options: { key: string; name: string; content: T }[];
    readOnly: boolean;
  }>(
    Type.Object({
      value: Type.String(),
      options: Type.Array(Type.Object({ key: Type.String(), name: Type.String(), content })),
      ...fixed
    })
  );

/** A choice of an administrator's that fills in several fields at once. */
export const NotebookProfile = Type.Object(
  {
    name: Type.String(),
    description: Type.String(),
    picture: text("Address of a picture, a data: URL; '' for none."),
    form: Type.Unsafe<Partial<NotebookForm>>(Type.Object({}, { additionalProperties: true }))
  },
  { $id: 'NotebookProfile' }
);
export type NotebookProfile = Static<typeof NotebookProfile>;

/** What the form offers and begins with: spawner_ui_config.yaml, and what there is in project and cluster. */
export const NotebookOptions = Type.Object(
  {
    serverUrl: text('Where a server reaches the platform, as its variable KUBEFLOW_LAB_URL says.'),
    problem: text("Why the administrator's configuration is not used as it is; '' where it is."),
    images: Type.Object({ jupyter: images, 'group-one': images, 'group-two': images }),
    allowCustomImage: Type.Boolean(),
    hideRegistry: Type.Boolean(),
    hideTag: Type.Boolean(),
    imagePullPolicy: setting<string>(Type.String()),
    cpu: amount,
    memory: amount,
    gpus: Type.Object({
      value: Type.Object({ vendor: Type.String(), count: Type.Integer() }),
      vendors: Type.Array(
        Type.Object({
          resource: Type.String(),
          name: Type.String(),
          total: Type.Integer({ description: 'That ready nodes have.' }),
          free: Type.Integer({ description: 'Of them, that no pod asks for.' })
        })
      ),
      ...fixed
    }),
    workspace: setting<Workspace>(Type.Ref('Workspace')),
    dataVolumes: setting<DataVolume[]>(Type.Array(Type.Ref('DataVolume'))),
    affinity: group<object>(Type.Object({}, { additionalProperties: true })),
    tolerations: group<unknown[]>(Type.Array(Type.Unknown())),
    shm: setting<boolean>(Type.Boolean()),
    configurations: Type.Object({
      value: Texts,
      options: Type.Array(
        Type.Object({
          name: Type.String(),
          description: Type.String(),
          changes: Type.Array(Type.String(), { description: 'What it does to a pod, in words.' }),
          labels: Type.Record(Type.String(), Type.String(), {
            description: 'The labels by which a server asks for it.'
          })
        })
      ),
      ...fixed
    }),
    env: setting<{ name: string; value: string }[]>(
      Type.Array(Type.Object({ name: Type.String(), value: Type.String() }))
    ),
    secrets: Type.Array(Type.String(), {
      description: 'Names of the Secrets that the caller may list.'
    }),
    profiles: Type.Array(Type.Unsafe<NotebookProfile>(Type.Ref('NotebookProfile')))
  },
  { $id: 'NotebookOptions' }
);
export type NotebookOptions = Static<typeof NotebookOptions>;
