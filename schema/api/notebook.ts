import Type, { type Static } from 'typebox';
import type { Item, List } from './common.js';
import { itemOf, listOf, nullableString, summaryOf } from './shapes.js';

/** What a running server does not have yet of its changed Notebook. */
export const PendingUpdate = Type.Object(
  {
    message: Type.String({ description: 'One sentence.' }),
    changes: Type.Array(
      Type.Object({
        field: Type.String({ description: 'Path in the pod, as containers[lab].image.' }),
        from: nullableString('As it runs; null where there is none.'),
        to: nullableString('As it will be; null where it goes.')
      }),
      { description: 'What the next start changes; empty where it cannot be applied.' }
    )
  },
  { $id: 'PendingUpdate' }
);
export type PendingUpdate = Static<typeof PendingUpdate>;

export const NotebookSummary = summaryOf('NotebookSummary', {
  image: Type.String(),
  cpu: Type.String(),
  memory: Type.String(),
  volume: nullableString('The claim that the home folder lies on.'),
  url: nullableString('/connect/<namespace>/<name> when it can be opened.'),
  createdAt: Type.String(),
  creator: nullableString('Who made it, where that is known.'),
  lastActivity: nullableString('When it was last used, RFC 3339; null where nobody watches that.'),
  stopsAt: nullableString(
    'When it is stopped unless it is used before, RFC 3339; null where it is not.'
  ),
  stopsSoon: Type.Boolean({ description: 'Whether that is near.' }),
  activityProblem: Type.String({
    description: "Why it is not known whether it is used, one sentence; '' where it is."
  }),
  pending: Type.Optional(Type.Unsafe<PendingUpdate>(Type.Ref('PendingUpdate')))
});
export type NotebookSummary = Static<typeof NotebookSummary>;

export type NotebookItem = Item<NotebookSummary>;
export const NotebookItem = itemOf<NotebookSummary>('NotebookItem', 'NotebookSummary');
export const NotebookList = listOf<NotebookItem>('NotebookList', 'NotebookItem');
export type NotebookList = List<NotebookItem>;

/** CPU and memory that the running servers of a project use. */
export const NotebookUse = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        name: Type.String(),
        cpu: Type.Number({ description: 'In cores.' }),
        memory: Type.Number({ description: 'In bytes.' })
      }),
      { description: 'Those that were measured; a server that has only begun was not yet.' }
    ),
    why: nullableString('Why it is not known, one sentence; null where it is.')
  },
  { $id: 'NotebookUse' }
);
export type NotebookUse = Static<typeof NotebookUse>;

/** A git repository to be fetched into a server's home folder, and what is to be opened in it. */
export const RepositoryForm = Type.Object(
  {
    git: Type.String({ description: 'Its https address, without a name or a password.' }),
    branch: Type.Optional(Type.String({ description: "Or a tag; default the repository's own." })),
    path: Type.Optional(
      Type.String({ description: 'A notebook, another file or a folder in it; default its root.' })
    )
  },
  { $id: 'RepositoryForm', additionalProperties: false }
);
export type RepositoryForm = Static<typeof RepositoryForm>;

/** How far the fetching of a repository is. */
export const RepositoryState = Type.Object(
  {
    done: Type.Boolean({ description: 'Otherwise whoever sends the same again waits for it.' }),
    message: Type.String({ description: 'What git said last, while it is not done.' }),
    path: Type.String({ description: "What is to be opened, from the home folder; '' before." })
  },
  { $id: 'RepositoryState' }
);
export type RepositoryState = Static<typeof RepositoryState>;

/** A claim of a namespace, for the form that offers it as a workspace. */
export const ClaimItem = Type.Object(
  {
    name: Type.String(),
    size: Type.String({ description: 'What it has or, before it is there, what was asked for.' }),
    phase: Type.String(),
    accessModes: Type.Array(Type.String(), { description: "Kubernetes' own, as ReadWriteOnce." }),
    usedBy: Type.Array(Type.String(), { description: 'Names of pods that mount it.' }),
    servers: Type.Array(Type.String(), {
      description: 'Names of notebook servers that need it, also of those that are stopped.'
    }),
    storageClass: nullableString('The class that made it, where one did.'),
    growth: Type.Union(
      [Type.Object({ size: Type.String(), message: Type.String() }), Type.Null()],
      {
        description: 'The size that it was asked to have and does not have yet, and a sentence.'
      }
    ),
    problem: nullableString(
      'Why it could not be made, or made larger, so far, in words of its driver.'
    ),
    createdAt: nullableString('RFC 3339.')
  },
  { $id: 'ClaimItem' }
);
export type ClaimItem = Static<typeof ClaimItem>;
export const ClaimList = listOf<ClaimItem>('ClaimList', 'ClaimItem');
export type ClaimList = List<ClaimItem>;

/** What a person fills in for a volume. */
export const VolumeForm = Type.Object(
  {
    name: Type.String(),
    size: Type.String({ description: 'A Kubernetes quantity, as 5Gi.' }),
    storageClass: Type.Optional(Type.String()),
    accessMode: Type.Optional(Type.String({ description: 'Default ReadWriteOnce.' })),
    snapshot: Type.Optional(
      Type.String({ description: 'Name of a snapshot of the project that it begins with.' })
    )
  },
  { $id: 'VolumeForm', additionalProperties: false }
);
export type VolumeForm = Static<typeof VolumeForm>;

/** A larger size for a volume. */
export const VolumeSize = Type.Object(
  { size: Type.String({ description: 'A Kubernetes quantity, as 10Gi.' }) },
  { $id: 'VolumeSize', additionalProperties: false }
);
export type VolumeSize = Static<typeof VolumeSize>;

export const StorageClassItem = Type.Object(
  {
    name: Type.String(),
    default: Type.Boolean(),
    expandable: Type.Boolean({ description: 'Whether its volumes can be made larger.' }),
    immediate: Type.Boolean({
      description: 'Whether its volumes are made at once, and not only for their first use.'
    })
  },
  { $id: 'StorageClassItem' }
);
export type StorageClassItem = Static<typeof StorageClassItem>;
export const StorageClassList = listOf<StorageClassItem>('StorageClassList', 'StorageClassItem');
export type StorageClassList = List<StorageClassItem>;

/** What lies on a volume. */
export const VolumeFiles = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        path: Type.String({ description: 'From the root of the volume, without a slash before.' }),
        kind: Type.Union([Type.Literal('folder'), Type.Literal('file'), Type.Literal('other')], {
          description: 'Other: a symbolic link, which is not followed, or a device.'
        }),
        size: Type.Number({ description: 'In bytes.' }),
        modified: Type.String({ description: 'RFC 3339.' })
      })
    ),
    used: Type.Number({ description: 'Bytes that what is listed takes up.' }),
    more: Type.Boolean({ description: 'Whether there is more than is listed.' })
  },
  { $id: 'VolumeFiles' }
);
export type VolumeFiles = Static<typeof VolumeFiles>;

export const VolumePath = Type.Object(
  { path: Type.String({ description: 'As the list of files gives it.' }) },
  { $id: 'VolumePath', additionalProperties: false }
);
export type VolumePath = Static<typeof VolumePath>;
