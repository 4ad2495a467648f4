import Type, { type Static } from 'typebox';
import type { Item, List } from './common.js';
import { itemOf, listOf, nullableString, summaryOf } from './shapes.js';

const closed = { additionalProperties: false };

/** The volume that a notebook's home folder lies on. */
export const Workspace = Type.Union(
  [
    Type.Object(
      {
        mode: Type.Literal('new'),
        size: Type.String({ description: 'A Kubernetes quantity, as 5Gi.' }),
        storageClass: Type.Optional(Type.String())
      },
      closed
    ),
    Type.Object({ mode: Type.Literal('existing'), claim: Type.String() }, closed),
    Type.Object({ mode: Type.Literal('none') }, closed)
  ],
  { $id: 'Workspace' }
);
export type Workspace = Static<typeof Workspace>;

/** What a person fills in for a notebook server. `cpu` and `memory` are Kubernetes quantities. */
export const NotebookForm = Type.Object(
  {
    name: Type.String(),
    image: Type.String(),
    cpu: Type.String({ description: 'A Kubernetes quantity in cores, as 0.5 or 500m.' }),
    memory: Type.String({ description: 'A Kubernetes quantity in bytes, as 1Gi.' }),
    workspace: Type.Unsafe<Workspace>(Type.Ref('Workspace'))
  },
  { $id: 'NotebookForm', ...closed }
);
export type NotebookForm = Static<typeof NotebookForm>;

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

/** A claim of a namespace, for the form that offers it as a workspace. */
export const ClaimItem = Type.Object(
  {
    name: Type.String(),
    size: Type.String(),
    phase: Type.String(),
    accessModes: Type.Array(Type.String(), { description: "Kubernetes' own, as ReadWriteOnce." }),
    usedBy: Type.Array(Type.String(), { description: 'Names of pods that mount it.' })
  },
  { $id: 'ClaimItem' }
);
export type ClaimItem = Static<typeof ClaimItem>;
export const ClaimList = listOf<ClaimItem>('ClaimList', 'ClaimItem');
export type ClaimList = List<ClaimItem>;

export const StorageClassItem = Type.Object(
  { name: Type.String(), default: Type.Boolean() },
  { $id: 'StorageClassItem' }
);
export type StorageClassItem = Static<typeof StorageClassItem>;
export const StorageClassList = listOf<StorageClassItem>('StorageClassList', 'StorageClassItem');
export type StorageClassList = List<StorageClassItem>;
