import type { KubeClient, StoreReader } from '@kubeflow-lab/kube';
import { keyOf } from '@kubeflow-lab/kube';
import { NOTEBOOK_NAME_LABEL, listOf } from '@kubeflow-lab/resources';
import type { KubeEvent, KubeObject, Pod } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { createRunnable } from '../runtime/index.js';
import type { Metrics, Reconcile, Runnable } from '../runtime/index.js';
import { createNotebookCache, reflectorsOf } from './cache.js';
import type { NotebookCache } from './cache.js';
import { createNotebookReconcile, ownerKey } from './reconcile.js';
import type { Routing } from './routing/index.js';

export interface NotebookControllerOptions {
  client: KubeClient;
  log: Logger;
  metrics: Metrics;
  routing: Routing | null;
  workers?: number;
  /** While this answers true, nothing is done: another controller is at work. */
  standsAside?: () => boolean;
}

const STAND_ASIDE_MS = 10_000;

/** Watches Notebooks and all that belongs to them, and reconciles. */
export function createNotebookController(options: NotebookControllerOptions): Runnable {
  const { client, log, metrics, routing, workers, standsAside = () => false } = options;
  const cache = createNotebookCache(client, routing, log);
  const inner = createNotebookReconcile({ client, cache, routing });
  const reconcile: Reconcile = (key, context) =>
    standsAside() ? Promise.resolve({ requeueAfterMs: STAND_ASIDE_MS }) : inner(key, context);
  return createRunnable(
    { name: 'notebook', reconcile, log, metrics, workers },
    reflectorsOf(cache),
    enqueue => enqueueOnChange(cache, enqueue)
  );
}

/** Says for each change which notebooks it concerns. */
function enqueueOnChange(cache: NotebookCache, enqueue: (key: string) => void): void {
  const on = <O extends KubeObject>(
    store: StoreReader<O> | undefined,
    keys: (object: O) => (string | null)[]
  ) =>
    store?.onChange(change => {
      keys(change.object)
        .filter(key => key !== null)
        .forEach(enqueue);
    });
  const notebooksOf = (namespace: string) =>
    cache.notebooks.store.list(namespace).map(notebook => keyOf(notebook.metadata));

  on(cache.notebooks.store, notebook => [keyOf(notebook.metadata)]);
  on(cache.statefulSets.store, object => [ownerKey(object)]);
  on(cache.services.store, object => [ownerKey(object)]);
  on(cache.routes?.store, object => [ownerKey(object)]);
  on(cache.pods.store, pod => [podKey(pod)]);
  on(cache.events.store, event => eventKeys(event, cache));
  on(cache.namespaces.store, namespace => notebooksOf(namespace.metadata?.name ?? ''));
}

function podKey({ metadata }: Pod): string | null {
  const name = metadata?.labels?.[NOTEBOOK_NAME_LABEL];
  return name === undefined ? null : keyOf({ namespace: metadata?.namespace, name });
}

/** An event's notebook: the one named like the StatefulSet or before the pod's ordinal; a claim's events concern all. */
function eventKeys({ involvedObject: about }: KubeEvent, cache: NotebookCache): string[] {
  const namespace = about?.namespace ?? '';
  const known = (name: string) =>
    cache.notebooks.store.get({ namespace, name }) ? [keyOf({ namespace, name })] : [];
  switch (about?.kind) {
    case 'StatefulSet':
      return known(about.name ?? '');
    case 'Pod':
      return known((about.name ?? '').replace(/-\d+$/, ''));
    case 'PersistentVolumeClaim':
      return cache.notebooks.store
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
