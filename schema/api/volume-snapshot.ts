/** Snapshots of volumes, where the cluster can take them. */
import Type from 'typebox';
import type { Static } from 'typebox';

import { nullableString } from './shapes.js';

export const SnapshotItem = Type.Object(
  {
    name: Type.String(),
    volume: nullableString('Name of the volume that it was taken of, where it was of one.'),
    phase: Type.Union(
      [
        Type.Literal('Pending'),
        Type.Literal('Ready'),
        Type.Literal('Failed'),
        Type.Literal('Terminating')
      ],
      { description: 'Failed: the last try to take it failed; the cluster may try again.' }
    ),
    problem: nullableString('Why it failed, in words of the driver.'),
    size: nullableString('What a volume with its content has at least, a Kubernetes quantity.'),
    storageClasses: Type.Array(Type.String(), {
      description: 'Those that can hold its content, the default one first.'
    }),
    createdAt: nullableString('RFC 3339.')
  },
  { $id: 'SnapshotItem' }
);
export type SnapshotItem = Static<typeof SnapshotItem>;

export const SnapshotList = Type.Object(
  {
    items: Type.Array(Type.Unsafe<SnapshotItem>(Type.Ref('SnapshotItem'))),
    storageClasses: Type.Array(Type.String(), {
      description: 'Those of whose volumes snapshots can be taken.'
    }),
    why: nullableString('Why none can be taken in this cluster; null where they can.')
  },
  { $id: 'SnapshotList' }
);
export type SnapshotList = Static<typeof SnapshotList>;

/** What a person fills in for a snapshot. */
export const SnapshotForm = Type.Object(
  {
    name: Type.String(),
    volume: Type.String({ description: 'Name of the volume that it is to be taken of.' })
  },
  { $id: 'SnapshotForm', additionalProperties: false }
);
export type SnapshotForm = Static<typeof SnapshotForm>;
