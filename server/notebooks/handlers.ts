import {
  EVENT,
  NOTEBOOK,
  PERSISTENT_VOLUME_CLAIM,
  STORAGE_CLASS,
  isNotFound,
  withoutManagedFields
} from '@kubeflow-lab/kube';
import { NOTEBOOK_NAME_LABEL, STOP_ANNOTATION, workspaceClaimName } from '@kubeflow-lab/resources';
import type { Notebook } from '@kubeflow-lab/resources';
import type { NotebookForm } from '@kubeflow-lab/schema';

import { notebookEvents } from '../cache/feeds.js';
import { eventItems } from '../events.js';
import { choiceQuery, integerQuery } from '../http/route.js';
import type { RouteContext, RouteHandler } from '../http/route.js';
import type { Caller } from '../identity/authenticator.js';
import { TAIL_DEFAULT, TAIL_MAX, readLog } from '../logs/read.js';
import { logSource } from '../logs/sources.js';
import { listDeed, readObject } from '../read.js';
import type { Services } from '../services.js';
import { largestNode } from '../settings/settings.js';
import { DEFAULT_CLASS_ANNOTATION, createNotebook, planNotebook } from './create.js';
import type { CreateContext } from './create.js';
import type { notebookRoutes } from './routes.js';
import { claimItems } from './volumes.js';

type Handlers = Record<keyof typeof notebookRoutes, RouteHandler>;

export function notebookHandlers(services: Services): Handlers {
  const { access, cache, client, feeds, metrics } = services;
  const read = (caller: Caller, params: Record<string, string>) =>
    readObject(NOTEBOOK, keyOf(params), caller, cache.notebooks.store, access);
  const demandList = async (caller: Caller, namespace: string) =>
    access.demand(
      caller.identity,
      listDeed(NOTEBOOK, namespace),
      `You may not see the notebook servers of project "${namespace}"; ask its owner for access.`
    );

  return {
    async list({ caller, params, response }) {
      await demandList(caller, params.namespace);
      response.json({ items: feeds.notebooks.list(params.namespace) });
    },

    async create({ body, caller, params, request, response }: RouteContext<NotebookForm>) {
      const context = createContext(services, caller, params.namespace);
      if (choiceQuery(request, 'dryRun', ['true', 'false'], 'false') === 'true') {
        const { notebook } = await planNotebook(body, context);
        response.json(feeds.notebooks.itemOf(notebook));
        return;
      }
      const notebook = withoutManagedFields(await createNotebook(body, context));
      response.status(201).json(feeds.notebooks.itemOf(notebook));
    },

    async get({ caller, params, response }) {
      response.json(feeds.notebooks.itemOf(await read(caller, params)));
    },

    async start({ caller, params, response }) {
      response.json(feeds.notebooks.itemOf(await annotate(caller, params, null)));
    },

    async stop({ caller, params, response }) {
      const notebook = await annotate(caller, params, new Date().toISOString());
      response.json(feeds.notebooks.itemOf(notebook));
    },

    async remove({ caller, params, request, response }) {
      const volume = choiceQuery(request, 'volume', ['keep', 'delete'], 'keep');
      await caller.kube.delete(NOTEBOOK, keyOf(params), { propagation: 'Foreground' });
      if (volume === 'delete') {
        await removeWorkspace(caller, params);
      }
      response.status(202).end();
    },

    async events({ caller, params, response }) {
      const notebook = await read(caller, params);
      await access.demand(
        caller.identity,
        listDeed(EVENT, params.namespace),
        `You may not see the events of project "${params.namespace}"; ask its owner for access.`
      );
      response.json({ items: eventItems(notebookEvents(cache, notebook)) });
    },

    async logs({ caller, params, request, response }) {
      await read(caller, params);
      const tail = integerQuery(request, 'tail', TAIL_DEFAULT, TAIL_MAX);
      const source = logSource(cache, metrics, 'notebooks', keyOf(params));
      response.json(await readLog(caller.kube, source?.parts() ?? [], tail));
    },

    async claims({ caller, params, response }) {
      await access.demand(
        caller.identity,
        listDeed(PERSISTENT_VOLUME_CLAIM, params.namespace),
        `You may not see the volumes of project "${params.namespace}"; ask its owner for access.`
      );
      const { namespace } = params;
      const items = claimItems(
        cache.claims.store.list(namespace),
        cache.pods.store.list(namespace)
      );
      response.json({ items });
    },

    async storageClasses({ response }) {
      const { items } = await client.list(STORAGE_CLASS);
      const classes = items.map(({ metadata }) => ({
        name: metadata?.name ?? '',
        default: metadata?.annotations?.[DEFAULT_CLASS_ANNOTATION] === 'true'
      }));
      response.json({ items: classes.sort((a, b) => a.name.localeCompare(b.name)) });
    }
  };
}

const keyOf = ({ namespace, name }: Record<string, string>) => ({ namespace, name });

function createContext(services: Services, caller: Caller, namespace: string): CreateContext {
  return {
    kube: caller.kube,
    client: services.client,
    settings: {
      namespace,
      creator: caller.identity.user,
      serverUrl: services.config.serverUrl
    },
    limits: largestNode(services.cache.nodes.store.list()),
    logger: services.logger
  };
}

/** Sets or removes the annotation that stops a notebook. */
async function annotate(
  caller: Caller,
  params: Record<string, string>,
  stopped: string | null
): Promise<Notebook> {
  const patch = { metadata: { annotations: { [STOP_ANNOTATION]: stopped } } };
  return withoutManagedFields(await caller.kube.mergePatch(NOTEBOOK, keyOf(params), patch));
}

/** Deletes the claim that was made with a notebook; Kubernetes waits until its pod is gone. */
async function removeWorkspace(caller: Caller, params: Record<string, string>): Promise<void> {
  const key = { namespace: params.namespace, name: workspaceClaimName(params.name) };
  try {
    const claim = await caller.kube.get(PERSISTENT_VOLUME_CLAIM, key);
    if (claim.metadata?.labels?.[NOTEBOOK_NAME_LABEL] === params.name) {
      const { uid } = claim.metadata;
      await caller.kube.delete(PERSISTENT_VOLUME_CLAIM, key, { preconditions: { uid } });
    }
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
}
