import { workspaceClaimName } from '@kubeflow-lab/resources';
import type { NotebookForm, Workspace } from '@kubeflow-lab/schema';

import { recall, remember } from '../../app/storage.js';

/** All that was typed, also what the present choices leave unused, so that switching back loses nothing. */
export interface Draft {
  name: string;
  /** One of the offered images; '' for the first. */
  image: string;
  custom: boolean;
  customImage: string;
  cpu: string;
  memory: string;
  workspace: Workspace['mode'];
  size: string;
  storageClass: string;
  claim: string;
}

export const NEW_DRAFT: Draft = {
  name: '',
  image: '',
  custom: false,
  customImage: '',
  cpu: '0.5',
  memory: '1Gi',
  workspace: 'new',
  size: '5Gi',
  storageClass: '',
  claim: ''
};

function workspaceOf(draft: Draft): Workspace {
  switch (draft.workspace) {
    case 'new':
      return {
        mode: 'new',
        size: draft.size.trim(),
        ...(draft.storageClass ? { storageClass: draft.storageClass } : {})
      };
    case 'existing':
      return { mode: 'existing', claim: draft.claim };
    case 'none':
      return { mode: 'none' };
  }
}

/** The form that a draft means; `images` are the offered ones. */
export function formOf(draft: Draft, images: readonly string[]): NotebookForm {
  const offered = images.includes(draft.image) ? draft.image : (images[0] ?? '');
  return {
    name: draft.name.trim(),
    image: draft.custom ? draft.customImage.trim() : offered,
    cpu: draft.cpu.trim(),
    memory: draft.memory.trim(),
    workspace: workspaceOf(draft)
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

const key = (namespace: string): string => `kubeflow-lab.draft.${namespace}`;

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

/** What was typed in this tab before a reload or a sign-in; null when nothing was, or it cannot be read. */
export function storedDraft(namespace: string): Draft | null {
  const found = parsed(recall('session', key(namespace)) ?? 'null');
  if (found === null) {
    return null;
  }
  const entries = Object.entries(NEW_DRAFT).map(([field, value]) => [
    field,
    typeof found[field] === typeof value ? found[field] : value
  ]);
  return Object.fromEntries(entries) as Draft;
}

export function storeDraft(namespace: string, draft: Draft): void {
  remember('session', key(namespace), JSON.stringify(draft));
}

export function dropDraft(namespace: string): void {
  remember('session', key(namespace), null);
}
