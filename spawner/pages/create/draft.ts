import {
  NOTHING_BEYOND,
  SHARED_CLAIM,
  spawnerOffer,
  workspaceClaimName,
  workspaceClaimOf,
  type Beyond
} from '@kubeflow-lab/resources';
import type {
  DataVolume,
  NotebookForm,
  NotebookOptions,
  ServerType,
  Workspace
} from '@kubeflow-lab/schema';

import { recall, remember } from '../../app/storage.js';

export interface VolumeDraft {
  mode: DataVolume['mode'];
  claim: string;
  mount: string;
  size: string;
  storageClass: string;
  /** What a new one begins with; '' for nothing. */
  snapshot: string;
  readOnly: boolean;
}

export interface Variable {
  name: string;
  value: string;
}

/** All that was typed, also what the present choices leave unused, so that switching back loses nothing. */
export interface Draft {
  name: string;
  serverType: ServerType;
  /** One of the offered images; '' for the first. */
  image: string;
  custom: boolean;
  customImage: string;
  /** '' for the usual one. */
  imagePullPolicy: string;
  cpu: string;
  memory: string;
  /** '' for what the installation makes of the request. */
  cpuLimit: string;
  memoryLimit: string;
  gpuVendor: string;
  /** '' for none. */
  gpuCount: string;
  workspace: Workspace['mode'];
  /** The name of a new volume, perhaps with a place for the server's; '' for the usual one. */
  newClaim: string;
  size: string;
  storageClass: string;
  accessMode: string;
  /** What a new volume begins with; '' for nothing. */
  snapshot: string;
  claim: string;
  dataVolumes: VolumeDraft[];
  configurations: string[];
  affinity: string;
  tolerations: string;
  shm: boolean;
  env: Variable[];
  secrets: string[];
  idleTime: string;
  /** What only the YAML says. */
  beyond: Beyond;
}

export const NEW_DRAFT: Draft = {
  name: '',
  serverType: 'jupyter',
  image: '',
  custom: false,
  customImage: '',
  imagePullPolicy: '',
  cpu: '0.5',
  memory: '1Gi',
  cpuLimit: '',
  memoryLimit: '',
  gpuVendor: '',
  gpuCount: '',
  workspace: 'new',
  newClaim: '',
  size: '5Gi',
  storageClass: '',
  accessMode: '',
  snapshot: '',
  claim: '',
  dataVolumes: [],
  configurations: [],
  affinity: '',
  tolerations: '',
  shm: false,
  env: [],
  secrets: [],
  idleTime: '',
  beyond: NOTHING_BEYOND
};

export const NEW_VOLUME: VolumeDraft = {
  mode: 'new',
  claim: '',
  mount: '',
  size: '5Gi',
  storageClass: '',
  snapshot: '',
  readOnly: false
};

/** What is offered as long as nothing else is known than the images of the installation. */
export function plainOptions(images: readonly string[]): NotebookOptions {
  const offer = spawnerOffer(null, images);
  return {
    ...offer,
    serverUrl: '',
    affinity: { ...offer.affinity, options: [] },
    tolerations: { ...offer.tolerations, options: [] },
    gpus: { ...offer.gpus, vendors: [] },
    configurations: { ...offer.configurations, options: [] },
    secrets: []
  };
}

function workspaceOf(draft: Draft): Workspace {
  switch (draft.workspace) {
    case 'new':
      return {
        mode: 'new',
        size: draft.size.trim(),
        ...(draft.storageClass ? { storageClass: draft.storageClass } : {}),
        ...(draft.accessMode ? { accessMode: draft.accessMode } : {}),
        ...(draft.snapshot ? { snapshot: draft.snapshot } : {}),
        ...(draft.newClaim ? { claim: draft.newClaim } : {})
      };
    case 'existing':
      return { mode: 'existing', claim: draft.claim };
    case 'none':
      return { mode: 'none' };
  }
}

function dataVolumeOf(volume: VolumeDraft): DataVolume {
  const { mode, storageClass, snapshot, readOnly } = volume;
  const at = { claim: volume.claim.trim(), mount: volume.mount.trim() };
  return mode === 'new'
    ? {
        mode,
        ...at,
        size: volume.size.trim(),
        ...(storageClass ? { storageClass } : {}),
        ...(snapshot ? { snapshot } : {})
      }
    : { mode, ...at, ...(readOnly ? { readOnly } : {}) };
}

/** The form that a draft means, without what is as it usually is. */
export function formOf(draft: Draft, options: NotebookOptions): NotebookForm {
  const { options: images, value } = options.images[draft.serverType];
  const { serverType, imagePullPolicy, configurations, affinity, tolerations, secrets } = draft;
  const offered = images.includes(draft.image) ? draft.image : value;
  const cpuLimit = draft.cpuLimit.trim();
  const memoryLimit = draft.memoryLimit.trim();
  const idleTime = draft.idleTime.trim();
  const count = Number(draft.gpuCount);
  return {
    name: draft.name.trim(),
    image: draft.custom ? draft.customImage.trim() : offered,
    cpu: draft.cpu.trim(),
    memory: draft.memory.trim(),
    workspace: workspaceOf(draft),
    ...(serverType === 'jupyter' ? {} : { serverType }),
    ...(imagePullPolicy ? { imagePullPolicy } : {}),
    ...(cpuLimit ? { cpuLimit } : {}),
    ...(memoryLimit ? { memoryLimit } : {}),
    ...(count > 0 ? { gpu: { vendor: draft.gpuVendor, count } } : {}),
    ...(draft.dataVolumes.length > 0 ? { dataVolumes: draft.dataVolumes.map(dataVolumeOf) } : {}),
    ...(configurations.length > 0 ? { configurations } : {}),
    ...(affinity ? { affinity } : {}),
    ...(tolerations ? { tolerations } : {}),
    ...(draft.shm ? { shm: true } : {}),
    ...(draft.env.length > 0 ? { env: draft.env } : {}),
    ...(secrets.length > 0 ? { secrets } : {}),
    ...(idleTime ? { idleTime } : {})
  };
}

/** `notebook`, or `notebook-2` and so on where a server or its volume has that name. */
export function suggestName(servers: ReadonlySet<string>, claims: ReadonlySet<string>): string {
  const taken = (name: string): boolean =>
    servers.has(name) || claims.has(workspaceClaimName(name));
  let number = 1;
  let name = 'notebook';
  while (taken(name)) {
    number += 1;
    name = `notebook-${number}`;
  }
  return name;
}

/** The name of the home folder's new claim, with a dot in place of a server's name that is not given yet. */
export function newClaimName(form: NotebookForm): string {
  return workspaceClaimOf({ ...form, name: form.name || '…' }) ?? SHARED_CLAIM;
}

const key = (namespace: string): string => `kubeflow-lab.draft.${namespace}`;

/** What was typed in this tab before a reload or a sign-in; null when nothing was, or it cannot be read. */
export function storedDraft(namespace: string): Draft | null {
  return draftOf(recall('session', key(namespace)));
}

export function storeDraft(namespace: string, draft: Draft): void {
  remember('session', key(namespace), JSON.stringify(draft));
}

export function dropDraft(namespace: string): void {
  remember('session', key(namespace), null);
}

/** A draft of what was stored; what is missing, or of another type, is as in a new one. */
export function draftOf(text: string | null): Draft | null {
  const found = parsed(text ?? 'null');
  if (found === null) {
    return null;
  }
  const entries = Object.entries(NEW_DRAFT).map(([field, value]) => [
    field,
    fits(found[field], value, field) ? found[field] : value
  ]);
  return Object.fromEntries(entries) as Draft;
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

/** What each entry of a list looks like. */
const ENTRIES: Record<string, unknown> = {
  dataVolumes: NEW_VOLUME,
  env: { name: '', value: '' },
  configurations: '',
  secrets: ''
};

function fits(found: unknown, like: unknown, field: string): boolean {
  if (field === 'serverType') {
    return found === 'jupyter' || found === 'group-one' || found === 'group-two';
  }
  if (field === 'beyond') {
    // As this tab wrote it: nobody types it.
    return typeof found === 'object' && found !== null && 'notebook' in found && 'claims' in found;
  }
  return Array.isArray(like)
    ? Array.isArray(found) && found.every(entry => looksLike(entry, ENTRIES[field]))
    : typeof found === typeof like;
}

function looksLike(value: unknown, like: unknown): boolean {
  if (typeof like !== 'object' || like === null) {
    return typeof value === typeof like;
  }
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(like).every(([name, part]) => typeof part === typeof (value as never)[name])
  );
}
