/** How a claim says that it begins with what is in a snapshot. */
import { same } from '../common/same.js';

export const SNAPSHOT_GROUP = 'snapshot.storage.k8s.io';
export const SNAPSHOT_KIND = 'VolumeSnapshot';

export function snapshotSource(name: string) {
  return { apiGroup: SNAPSHOT_GROUP, kind: SNAPSHOT_KIND, name };
}

/** The snapshot that a `dataSource` names; '' where it is something else, or says more. */
export function snapshotOfSource(source: unknown): string {
  const { name } = (source ?? {}) as { name?: unknown };
  return typeof name === 'string' && same(source, snapshotSource(name)) ? name : '';
}
