/** Which storage classes go with which snapshots: by the driver that both name. */
import type { KubeObject } from '../common/object.js';

export interface StorageClass extends KubeObject {
  /** The driver that makes its volumes. */
  provisioner?: string;
  allowVolumeExpansion?: boolean;
  /** Immediate, or WaitForFirstConsumer. */
  volumeBindingMode?: string;
}

export interface VolumeSnapshotClass extends KubeObject {
  driver?: string;
}

/** What a cluster has for snapshots. `snapshots` is null where it does not know the kind. */
export interface ClassesAround {
  storage: readonly StorageClass[];
  snapshots: readonly VolumeSnapshotClass[] | null;
}

const DEFAULT_STORAGE_ANNOTATION = 'storageclass.kubernetes.io/is-default-class';
const DEFAULT_SNAPSHOT_ANNOTATION = 'snapshot.storage.kubernetes.io/is-default-class';

export const isDefaultClass = (one: StorageClass) => isMarked(one, DEFAULT_STORAGE_ANNOTATION);

/** The names of the storage classes of whose volumes the cluster can take snapshots. */
export function classesWithSnapshots({ storage, snapshots }: ClassesAround): string[] {
  const drivers = (snapshots ?? []).map(({ driver }) => driver);
  return storage
    .filter(({ provisioner }) => provisioner !== undefined && drivers.includes(provisioner))
    .map(nameOf)
    .sort();
}

/** Why a cluster can take no snapshots at all; null where it can. */
export function noSnapshots(around: ClassesAround): string | null {
  if (around.snapshots === null) {
    return 'This cluster cannot take snapshots of volumes: it does not know the kind VolumeSnapshot.';
  }
  return classesWithSnapshots(around).length === 0
    ? 'This cluster cannot take snapshots of volumes: no storage class has a driver with a VolumeSnapshotClass.'
    : null;
}

/** The VolumeSnapshotClass for volumes of a storage class: the default one of its driver, or else the first by name. */
export function snapshotClassFor(
  storageClass: string | null,
  { storage, snapshots }: ClassesAround
): string | null {
  const driver = storage.find(one => nameOf(one) === storageClass)?.provisioner;
  const known = (snapshots ?? []).filter(one => driver !== undefined && one.driver === driver);
  const [first] = inOrder(known, DEFAULT_SNAPSHOT_ANNOTATION);
  return first ?? null;
}

/** The storage classes that can hold what a snapshot of a VolumeSnapshotClass has: the default one first, then by name. */
export function restoreClasses(
  snapshotClass: string | undefined,
  { storage, snapshots }: ClassesAround
): string[] {
  const driver = snapshots?.find(one => nameOf(one) === snapshotClass)?.driver;
  const known = storage.filter(one => driver !== undefined && one.provisioner === driver);
  return inOrder(known, DEFAULT_STORAGE_ANNOTATION);
}

function inOrder(classes: readonly KubeObject[], annotation: string): string[] {
  const rank = (one: KubeObject) => (isMarked(one, annotation) ? 0 : 1);
  return [...classes]
    .sort((a, b) => rank(a) - rank(b) || nameOf(a).localeCompare(nameOf(b)))
    .map(nameOf);
}

const nameOf = ({ metadata }: KubeObject) => metadata?.name ?? '';

const isMarked = ({ metadata }: KubeObject, annotation: string) =>
  metadata?.annotations?.[annotation] === 'true';
