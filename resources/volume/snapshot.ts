/** Snapshots of volumes: what becomes of them, and what keeps one from being taken or used; sentences for a person. */
import type { ClaimItem, SnapshotForm, SnapshotItem, VolumeForm } from '@kubeflow-lab/schema';

import { isObjectName } from '../common/names.js';
import type { KubeObject } from '../common/object.js';
import { parseQuantity } from '../common/quantity.js';
import type { FieldProblem } from '../common/summary.js';
import { restoreClasses } from './classes.js';
import type { ClassesAround } from './classes.js';
import { SNAPSHOT_GROUP, SNAPSHOT_KIND } from './snapshot-source.js';

/** Leaves room for the time within the 253 characters of a name. */
const LONGEST_BEGINNING = 230;

export interface VolumeSnapshot extends KubeObject {
  spec?: {
    volumeSnapshotClassName?: string;
    source?: { persistentVolumeClaimName?: string; volumeSnapshotContentName?: string };
  };
  status?: {
    readyToUse?: boolean;
    restoreSize?: string | number;
    error?: { message?: string };
  };
}

export function snapshotItem(
  { metadata, spec, status }: VolumeSnapshot,
  around: ClassesAround
): SnapshotItem {
  const { restoreSize } = status ?? {};
  const phase = phaseOf({ metadata, status });
  return {
    name: metadata?.name ?? '',
    volume: spec?.source?.persistentVolumeClaimName ?? null,
    phase,
    problem: phase === 'Failed' ? (status?.error?.message ?? '') : null,
    size: restoreSize === undefined ? null : String(restoreSize),
    storageClasses: restoreClasses(spec?.volumeSnapshotClassName, around),
    createdAt: metadata?.creationTimestamp ?? null
  };
}

function phaseOf({ metadata, status }: VolumeSnapshot): SnapshotItem['phase'] {
  if (metadata?.deletionTimestamp) {
    return 'Terminating';
  }
  if (status?.readyToUse === true) {
    return 'Ready';
  }
  return status?.error ? 'Failed' : 'Pending';
}

/** The object of a form. */
export function buildSnapshot(
  { name, volume }: SnapshotForm,
  { namespace, snapshotClass }: { namespace: string; snapshotClass: string }
): VolumeSnapshot {
  return {
    apiVersion: `${SNAPSHOT_GROUP}/v1`,
    kind: SNAPSHOT_KIND,
    metadata: { name, namespace },
    spec: {
      volumeSnapshotClassName: snapshotClass,
      source: { persistentVolumeClaimName: volume }
    }
  };
}

/** A name for a snapshot that is taken now, as data-2026-11-23-0850 (UTC). */
export function proposedSnapshotName(volume: string, now: Date): string {
  const time = now.toISOString().slice(0, 16).replace('T', '-').replace(':', '');
  return `${volume.slice(0, LONGEST_BEGINNING).replace(/[-.]+$/, '')}-${time}`;
}

export function checkSnapshotForm({ name, volume }: SnapshotForm): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (name === '') {
    problems.push({ path: 'name', message: 'Give the snapshot a name.' });
  } else if (!isObjectName(name)) {
    problems.push({
      path: 'name',
      message: `"${name.slice(0, 80)}" cannot be the name of a snapshot: use lower-case letters, digits, dashes and dots.`
    });
  }
  return isObjectName(volume)
    ? problems
    : [...problems, { path: 'volume', message: 'Choose the volume to take a snapshot of.' }];
}

/**
 * Why no snapshot can be taken of a volume; null where one can.
 * @param classes the storage classes of whose volumes there can be snapshots
 */
export function snapshotProblem(
  { phase, storageClass }: Pick<ClaimItem, 'phase' | 'storageClass'>,
  classes: readonly string[]
): string | null {
  if (phase === 'Pending') {
    return 'The volume is not there yet; there is nothing on it to take a snapshot of.';
  }
  if (phase !== 'Bound') {
    return 'The volume is lost or being deleted.';
  }
  if (storageClass === null) {
    return 'The volume has no storage class that could take a snapshot.';
  }
  return classes.includes(storageClass)
    ? null
    : `The storage class ${storageClass} cannot take snapshots.`;
}

/** Why a snapshot cannot become a volume; null where it can. */
export function restoreProblem({
  phase,
  storageClasses
}: Pick<SnapshotItem, 'phase' | 'storageClasses'>): string | null {
  if (phase !== 'Ready') {
    return 'The snapshot is not ready.';
  }
  return storageClasses.length === 0
    ? 'The cluster has no storage class that could hold what is in the snapshot.'
    : null;
}

/** What is wrong with a form for a volume that begins with this snapshot. */
export function checkRestore(
  { size, storageClass }: Pick<VolumeForm, 'size' | 'storageClass'>,
  snapshot: SnapshotItem
): FieldProblem[] {
  const message = restoreProblem(snapshot);
  if (message !== null) {
    return [{ path: 'snapshot', message }];
  }
  const problems: FieldProblem[] = [];
  if ((parseQuantity(size) ?? 0) < (parseQuantity(snapshot.size ?? '') ?? 0)) {
    problems.push({
      path: 'size',
      message: `What is in the snapshot needs ${snapshot.size} at least.`
    });
  }
  if (storageClass && !snapshot.storageClasses.includes(storageClass)) {
    problems.push({
      path: 'storageClass',
      message: `What is in the snapshot can lie on these storage classes only: ${snapshot.storageClasses.join(', ')}.`
    });
  }
  return problems;
}
