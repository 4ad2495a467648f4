import {
  EVENT,
  NAMESPACE,
  NOTEBOOK,
  PERSISTENT_VOLUME_CLAIM,
  SERVICE,
  STATEFUL_SET,
  keyOf
} from '@kubeflow-lab/kube';
import type { KubeClient, StoreReader } from '@kubeflow-lab/kube';
import type { KubeEvent, Notebook } from '@kubeflow-lab/resources';
import { listOf } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { OwnWrites, reflect } from '../runtime/index.js';
import type { ServerReflectors } from '../servers.js';
import type { Routing } from './routing/index.js';
import { trimChild, trimClaim, trimEvent, trimNamespace } from './trim.js';

/** Files events under `<kind>/<namespace>/<name>` of what they are about. */
export function aboutKey(kind: string, namespace: string, name: string): string {
  return `${kind}/${keyOf({ namespace, name })}`;
}

function byInvolvedObject({ involvedObject: about }: KubeEvent): readonly string[] {
  return [aboutKey(about?.kind ?? '', about?.namespace ?? '', about?.name ?? '')];
}

/**
 * The Notebooks that an event concerns: the one that it is about, the one named like the StatefulSet or before the pod's
 * ordinal, or all that mount the claim.
 */
export function notebooksOf(
  { involvedObject: about }: KubeEvent,
  notebooks: StoreReader<Notebook>
): string[] {
  const namespace = about?.namespace ?? '';
  const known = (name: string) =>
    notebooks.get({ namespace, name }) ? [keyOf({ namespace, name })] : [];
  switch (about?.kind) {
    case NOTEBOOK.kind:
    case 'StatefulSet':
      return known(about.name ?? '');
    case 'Pod':
      return known((about.name ?? '').replace(/-\d+$/, ''));
    case 'PersistentVolumeClaim':
      return notebooks
        .list(namespace)
        .filter(notebook =>
          listOf(notebook.spec?.template?.spec?.volumes).some(
            volume => volume?.persistentVolumeClaim?.claimName === about.name
          )
        )
        .map(notebook => keyOf(notebook.metadata));
    default:
      return [];
  }
}

/** Everything of the cluster that the Notebook controller reads; of what is others', little or nothing is held. */
export function createNotebookCache(
  client: KubeClient,
  { notebooks, pods }: ServerReflectors,
  routing: Routing | null,
  log: Logger
) {
  const children = { trim: trimChild };
  return {
    notebooks,
    statefulSets: reflect(client, STATEFUL_SET, log, children),
    services: reflect(client, SERVICE, log, children),
    routes: routing === null ? null : reflect(client, routing.kind, log, children),
    pods,
    events: reflect(client, EVENT, log, {
      fieldSelector: 'type=Warning',
      indexers: { about: byInvolvedObject },
      // Before the Notebooks are known, it is not known either which events concern them.
      keep: event => !notebooks.hasSynced || notebooksOf(event, notebooks.store).length > 0,
      trim: trimEvent
    }),
    claims: reflect(client, PERSISTENT_VOLUME_CLAIM, log, { trim: trimClaim }),
    namespaces: reflect(client, NAMESPACE, log, { trim: trimNamespace })
  };
}

export type NotebookCache = ReturnType<typeof createNotebookCache>;

/** What is written is seen as it was answered until the stores show it. */
export function ownWritesOf({ notebooks, statefulSets, services, routes }: NotebookCache) {
  return {
    notebooks: new OwnWrites(notebooks.store),
    statefulSets: new OwnWrites(statefulSets.store),
    services: new OwnWrites(services.store),
    routes: routes === null ? null : new OwnWrites(routes.store)
  };
}

export type NotebookWrites = ReturnType<typeof ownWritesOf>;

/** Begins to watch everything; events last, because those of others can be told from ours only then. */
export function watch({ events, ...others }: NotebookCache): void {
  Object.values(others).forEach(reflector => reflector?.start());
  void others.notebooks.synced.then(() => events.start());
}
