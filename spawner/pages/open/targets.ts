/** In which server a repository can be opened. */
import { SERVER_TYPE_ANNOTATION } from '@kubeflow-lab/resources';
import type { NotebookForm, NotebookItem, NotebookOptions } from '@kubeflow-lab/schema';

import { beginning } from '../create/beginning.js';
import { formOf } from '../create/draft.js';

/** Stands for a new server where one is chosen. */
export const NEW = '';

/** The servers that run JupyterLab and are not about to go, by name. */
export function targetsOf(items: readonly NotebookItem[]): readonly NotebookItem[] {
  return items
    .filter(
      ({ object: { metadata }, summary }) =>
        summary.phase !== 'Deleting' &&
        (metadata.annotations?.[SERVER_TYPE_ANNOTATION] ?? 'jupyter') === 'jupyter'
    )
    .sort((a, b) => a.object.metadata.name.localeCompare(b.object.metadata.name));
}

/** The server to begin with: the one that the link names, else one that runs, else one that is there, else a new one. */
export function targetFor(wanted: string, targets: readonly NotebookItem[]): string {
  const names = targets.map(({ object }) => object.metadata.name);
  if (wanted !== '') {
    return names.includes(wanted) ? wanted : NEW;
  }
  const runs = targets.find(({ summary }) => summary.phase === 'Running');
  return runs?.object.metadata.name ?? names[0] ?? NEW;
}

/** Whether JupyterLab can be asked to do something. */
export function isAwake(item: NotebookItem | undefined): boolean {
  return item?.summary.phase === 'Running' && item.summary.url !== null;
}

/** A new server as a person made the last one, with an image of the platform, which can fetch repositories. */
export function newServer(namespace: string, name: string, options: NotebookOptions): NotebookForm {
  const draft = beginning(namespace, options);
  return formOf({ ...draft, name, serverType: 'jupyter', custom: false }, options);
}
