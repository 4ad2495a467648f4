import { STOP_ANNOTATION } from '@kubeflow-lab/resources';
import type { NotebookItem, Project } from '@kubeflow-lab/schema';

import { t } from '../../text/translator.js';

/** An action that can be taken has no reason against it. */
export interface Available {
  /** Which of the two is offered. */
  toggle: 'start' | 'stop';
  connect: string | null;
  /** Why not, as a sentence; null when it is possible. */
  noConnect: string | null;
  noToggle: string | null;
  noDelete: string | null;
}

/** Whether the person asked for the server to be stopped, whatever it is doing right now. */
export function isStopped(item: NotebookItem): boolean {
  return item.object.metadata.annotations?.[STOP_ANNOTATION] !== undefined;
}

function connectReason(item: NotebookItem): string {
  const { phase } = item.summary;
  if (phase === 'Deleting') {
    return t('This server is being deleted.');
  }
  if (isStopped(item)) {
    return t('This server is stopped. Start it to connect.');
  }
  return t('This server is not ready yet.');
}

/** A path on this site, or null: the address comes from outside and must not lead anywhere else. */
function sitePath(url: string | null): string | null {
  return url !== null && /^\/(?![/\\])/.test(url) ? url : null;
}

/** What a person with `role` can do with a server in its present state. */
export function available(item: NotebookItem, role: Project['role'] | null): Available {
  const viewer =
    role === 'viewer' ? t('You may look at this project, but not change anything in it.') : null;
  const deleting = item.summary.phase === 'Deleting' ? t('This server is being deleted.') : null;
  const connect = viewer ? null : sitePath(item.summary.url);
  return {
    toggle: isStopped(item) ? 'start' : 'stop',
    connect,
    noConnect: connect ? null : (viewer ?? connectReason(item)),
    noToggle: deleting ?? viewer,
    noDelete: deleting ?? viewer
  };
}

/** Whether a person can do anything with a server together with others. */
export function isSelectable(item: NotebookItem, role: Project['role'] | null): boolean {
  return role !== null && role !== 'viewer' && item.summary.phase !== 'Deleting';
}
