/** How what PodDefaults bring meets what is there: Kubeflow's rules, of which each is one function. */
import type { VolumeMount } from '../common/object.js';
import { listOf } from '../common/text.js';
import { isSame } from './same.js';
import { nameOf } from './select.js';
import type { PodDefault } from './types.js';

/** Takes one sentence for each thing that cannot be had at once. */
export type Conflicts = string[];

type Spec = NonNullable<PodDefault['spec']>;

/**
 * Appends the entries of all PodDefaults that are not there yet. An entry whose key is taken must be the same as the one
 * that is there; otherwise it is a conflict, and the one that is there stays.
 * @param what the entries are called in the sentence of a conflict
 */
export function mergeList<T extends object>(
  present: readonly T[] | undefined,
  podDefaults: readonly PodDefault[],
  {
    what,
    entries,
    key
  }: { what: string; entries: (spec: Spec) => unknown; key: (entry: T) => string },
  conflicts: Conflicts
): T[] {
  const merged = [...listOf(present)];
  const known = new Map(merged.map(entry => [key(entry), entry]));
  for (const podDefault of podDefaults) {
    for (const entry of listOf(entries(podDefault.spec ?? {}) as T[])) {
      const found = known.get(key(entry));
      if (found === undefined) {
        known.set(key(entry), entry);
        merged.push(entry);
      } else if (!isSame(found, entry)) {
        conflicts.push(conflict(podDefault, `${what} "${key(entry)}"`));
      }
    }
  }
  return merged;
}

/** As `mergeList`, but neither the volume's name nor the path may be taken by another mount. */
export function mergeMounts(
  present: readonly VolumeMount[] | undefined,
  podDefaults: readonly PodDefault[],
  conflicts: Conflicts
): VolumeMount[] {
  const merged = [...listOf(present)];
  const byName = new Map(merged.map(mount => [mount.name, mount]));
  const byPath = new Map(merged.map(mount => [mount.mountPath, mount]));
  for (const podDefault of podDefaults) {
    for (const mount of listOf(podDefault.spec?.volumeMounts)) {
      const sameName = byName.get(mount.name);
      const samePath = byPath.get(mount.mountPath);
      if (sameName !== undefined && !isSame(sameName, mount)) {
        conflicts.push(conflict(podDefault, `the mount of volume "${mount.name}"`));
      } else if (samePath !== undefined && !isSame(samePath, mount)) {
        conflicts.push(conflict(podDefault, `the mount at "${mount.mountPath}"`));
      } else if (sameName === undefined) {
        byName.set(mount.name, mount);
        byPath.set(mount.mountPath, mount);
        merged.push(mount);
      }
    }
  }
  return merged;
}

/** Adds labels or annotations; one that is there with another value is a conflict. */
export function mergeMap(
  present: Readonly<Record<string, string>> | undefined,
  podDefaults: readonly PodDefault[],
  field: 'labels' | 'annotations',
  conflicts: Conflicts
): Record<string, string> {
  const merged = { ...present };
  for (const podDefault of podDefaults) {
    for (const [key, value] of Object.entries(podDefault.spec?.[field] ?? {})) {
      if (Object.hasOwn(merged, key) && merged[key] !== value) {
        conflicts.push(conflict(podDefault, `the ${field.slice(0, -1)} "${key}"`));
      } else {
        merged[key] = value;
      }
    }
  }
  return merged;
}

function conflict(podDefault: PodDefault, what: string): string {
  return `PodDefault "${nameOf(podDefault)}" sets ${what}, which is set to something else`;
}
