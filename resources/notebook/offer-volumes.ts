/** Volumes as `spawner_ui_config.yaml` writes them: `{mount, newPvc: {metadata, spec}}` or `{mount, existingSource}`. */
import type { DataVolume } from '@kubeflow-lab/schema';

import { parseQuantity } from '../common/quantity.js';
import type { PersistentVolumeClaim } from '../common/object.js';
import type { Workspace } from './types.js';

const NAME_PLACE = '{notebook-name}';

interface VolumeEntry {
  mount?: string;
  newPvc?: PersistentVolumeClaim | null;
  existingSource?: { persistentVolumeClaim?: { claimName?: string; readOnly?: boolean } } | null;
}

interface NewClaim {
  size: string;
  storageClass?: string;
  accessMode?: string;
}

/** The name of a claim with the place of the server's name filled in. */
export function claimNameOf(template: string, name: string): string {
  return template.replaceAll(NAME_PLACE, name);
}

/** The workspace of the file's `workspaceVolume`; a new one of 5Gi where it says nothing. */
export function workspaceOf(entry: unknown): Workspace {
  if (entry === undefined) {
    return { mode: 'new', size: '5Gi' };
  }
  const { newPvc, existingSource } = volumeOf(entry);
  const claim = existingSource?.persistentVolumeClaim?.claimName;
  if (typeof claim === 'string') {
    return { mode: 'existing', claim };
  }
  if (!newPvc) {
    return { mode: 'none' };
  }
  const name = newPvc.metadata?.name;
  return {
    mode: 'new',
    ...newClaimOf(newPvc),
    ...(typeof name === 'string' ? { claim: name } : {})
  };
}

/** One of the file's `dataVolumes`; null where it can be none. */
export function dataVolumeOf(entry: unknown): DataVolume | null {
  const { mount, newPvc, existingSource } = volumeOf({ value: entry });
  const source = existingSource?.persistentVolumeClaim;
  if (typeof mount !== 'string') {
    return null;
  }
  if (typeof source?.claimName === 'string') {
    const readOnly = source.readOnly === true ? { readOnly: true } : {};
    return { mode: 'existing', claim: source.claimName, mount, ...readOnly };
  }
  const name = newPvc?.metadata?.name;
  return newPvc && typeof name === 'string'
    ? { mode: 'new', claim: name, mount, ...newClaimOf(newPvc) }
    : null;
}

function volumeOf(entry: unknown): VolumeEntry {
  const { value } = (entry ?? {}) as { value?: VolumeEntry | null };
  return typeof value === 'object' && value !== null ? value : {};
}

function newClaimOf({ spec }: PersistentVolumeClaim): NewClaim {
  const size = String(spec?.resources?.requests?.storage ?? '');
  const storageClass = spec?.storageClassName;
  const accessMode = Array.isArray(spec?.accessModes) ? spec.accessModes[0] : undefined;
  return {
    size: parseQuantity(size) === null ? '5Gi' : size,
    ...(typeof storageClass === 'string' && storageClass !== '' ? { storageClass } : {}),
    ...(typeof accessMode === 'string' && accessMode !== 'ReadWriteOnce' ? { accessMode } : {})
  };
}
