import { HTTP_ROUTE, VIRTUAL_SERVICE, isNotFound, keyOf, pause } from '@kubeflow-lab/kube';
import type { Kind, KubeClient, StoreReader } from '@kubeflow-lab/kube';
import { PROFILE_NAMESPACE_LABEL, PROFILE_NAMESPACE_VALUE } from '@kubeflow-lab/resources';
import type { KubeObject, Notebook } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { APPLIED_ANNOTATION, controllerUid } from '../runtime/index.js';
import type { NotebookWrites } from './cache.js';
import { applyChild } from './child.js';
import { namesOf } from './children.js';
import { ownerKey } from './owner.js';
import { routeName } from './routing/index.js';
import type { Routing } from './routing/index.js';

const RETRY_MS = 10_000;
const ROUTE_KINDS: readonly Kind[] = [HTTP_ROUTE, VIRTUAL_SERVICE];

/** Writes the route of a notebook. Where only projects get routes, a namespace that is none any more loses them. */
export async function applyRoute(
  client: KubeClient,
  notebook: Notebook,
  routing: Routing | null,
  { routes, projects }: { routes: NotebookWrites['routes']; projects: StoreReader<KubeObject> }
): Promise<void> {
  if (routing === null || routes === null) {
    return;
  }
  const { namespace } = namesOf(notebook);
  const labels = projects.get({ name: namespace })?.metadata?.labels;
  const isProject = labels?.[PROFILE_NAMESPACE_LABEL] === PROFILE_NAMESPACE_VALUE;
  if (isProject || !routing.projectsOnly) {
    const route = routing.routeFor(notebook);
    await applyChild(client, routing.kind, routes, route, notebook);
    return;
  }
  const route = routes.get({ namespace, name: routeName(notebook) });
  if (route !== undefined && controllerUid(route) === notebook.metadata?.uid) {
    await remove(client, routing.kind, route);
  }
}

export interface OtherRoutes {
  client: KubeClient;
  /** The strategy that is in use; its routes stay. */
  routing: Routing | null;
  log: Logger;
  standsAside: () => boolean;
  signal: AbortSignal;
}

/** Removes the routes that we wrote while another strategy was in use; tries until it has worked. */
export async function removeOtherRoutes(options: OtherRoutes): Promise<void> {
  const { routing, log, standsAside, signal } = options;
  const kinds = ROUTE_KINDS.filter(kind => kind.plural !== routing?.kind.plural);
  for (const kind of kinds) {
    while (!signal.aborted) {
      try {
        if (!standsAside()) {
          await removeRoutes(kind, options);
          break;
        }
      } catch (error) {
        if (!signal.aborted) {
          log.warn({ kind: kind.kind, reason: (error as Error).message }, 'Routes are left over');
        }
      }
      await pause(RETRY_MS, signal);
    }
  }
}

async function removeRoutes(kind: Kind, { client, log, signal }: OtherRoutes): Promise<void> {
  for (const route of await list(kind, client, signal)) {
    if (ownerKey(route) !== null && route.metadata?.annotations?.[APPLIED_ANNOTATION]) {
      await remove(client, kind, route);
      log.info({ kind: kind.kind, route: keyOf(route.metadata) }, 'Removed');
    }
  }
}

/** All routes of a kind; none where the cluster does not have it. */
async function list(kind: Kind, client: KubeClient, signal: AbortSignal): Promise<KubeObject[]> {
  try {
    return (await client.list(kind, { signal })).items;
  } catch (error) {
    if (isNotFound(error)) {
      return [];
    }
    throw error;
  }
}

async function remove(client: KubeClient, kind: Kind, route: KubeObject): Promise<void> {
  const { namespace, name = '', uid } = route.metadata ?? {};
  try {
    await client.delete(kind, { namespace, name }, { preconditions: { uid } });
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
}
