import type { Change, KubeClient, StoreReader } from '@kubeflow-lab/kube';
import { keyOf } from '@kubeflow-lab/kube';
import { NOTEBOOK_NAME_LABEL } from '@kubeflow-lab/resources';
import type { KubeObject, Pod } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { createRunnable, reflectorsOf } from '../runtime/index.js';
import type { Enqueue, Metrics, Reconcile, Runnable } from '../runtime/index.js';
import type { ServerReflectors } from '../servers.js';
import { createNotebookCache, notebooksOf, ownWritesOf, watch } from './cache.js';
import type { NotebookCache } from './cache.js';
import { createNotebookMetrics } from './metrics.js';
import { ownerKey } from './owner.js';
import { createNotebookReconcile } from './reconcile.js';
import { removeOtherRoutes } from './routes.js';
import type { Routing } from './routing/index.js';
import { StatefulSets } from './stateful-set.js';
import { isReady } from './status.js';

export interface NotebookControllerOptions {
  client: KubeClient;
  servers: ServerReflectors;
  log: Logger;
  metrics: Metrics;
  routing: Routing | null;
  /** Whether pods that say nothing of it get the group of the images for their volumes; default true. */
  addFsGroup?: boolean;
  workers?: number;
  /** While this answers true, nothing is done: another controller is at work. */
  standsAside?: () => boolean;
}

const STAND_ASIDE_MS = 10_000;

/** Watches Notebooks and all that belongs to them, and reconciles. */
export function createNotebookController(options: NotebookControllerOptions): Runnable {
  const { client, servers, log, metrics, routing, addFsGroup, workers } = options;
  const { standsAside = () => false } = options;
  const cache = createNotebookCache(client, servers, routing, log);
  const { onCreate } = createNotebookMetrics(metrics.registry, cache.statefulSets.store);
  const writes = ownWritesOf(cache);
  const statefulSets = new StatefulSets({ client, settings: { addFsGroup }, onCreate });
  const inner = createNotebookReconcile({ client, cache, writes, routing, statefulSets });
  const reconcile: Reconcile = (key, context) =>
    standsAside() ? Promise.resolve({ requeueAfterMs: STAND_ASIDE_MS }) : inner(key, context);
  const runnable = createRunnable(
    { name: 'notebook', reconcile, log, metrics, workers },
    reflectorsOf(cache),
    enqueue => enqueueOnChange(cache, enqueue)
  );
  const stopping = new AbortController();
  return {
    ...runnable,
    watch: () => watch(cache),
    async start() {
      await runnable.start();
      void removeOtherRoutes({ client, routing, log, standsAside, signal: stopping.signal });
    },
    stop() {
      stopping.abort();
      return runnable.stop();
    }
  };
}

/** Says for each change which notebooks it concerns. */
function enqueueOnChange(cache: NotebookCache, enqueue: Enqueue): void {
  const on = <O extends KubeObject>(
    store: StoreReader<O> | undefined,
    keys: (object: O) => (string | null)[],
    isUrgent: (change: Change<O>) => boolean = () => false
  ) =>
    store?.onChange(change => {
      keys(change.object)
        .filter(key => key !== null)
        .forEach(key => enqueue(key, isUrgent(change)));
    });
  const notebooks = cache.notebooks.store;
  on(notebooks, notebook => [keyOf(notebook.metadata)]);
  on(cache.statefulSets.store, object => [ownerKey(object)]);
  on(cache.services.store, object => [ownerKey(object)]);
  on(cache.routes?.store, object => [ownerKey(object)]);
  on(cache.pods.store, pod => [podKey(pod)], becameReady);
  on(cache.events.store, event => notebooksOf(event, notebooks));
  on(cache.namespaces.store, ({ metadata }) =>
    notebooks.list(metadata?.name ?? '').map(notebook => keyOf(notebook.metadata))
  );
}

/** What people wait for. */
function becameReady(change: Change<Pod>): boolean {
  return change.type === 'modified' && isReady(change.object) && !isReady(change.previous);
}

function podKey({ metadata }: Pod): string | null {
  const name = metadata?.labels?.[NOTEBOOK_NAME_LABEL];
  return name === undefined ? null : keyOf({ namespace: metadata?.namespace, name });
}
