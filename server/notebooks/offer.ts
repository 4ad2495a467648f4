/** What the form for a notebook server offers: the administrator's file, and what there is in project and cluster. */
import { NOTEBOOK, SECRET, isForbidden } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import {
  deviceCounts,
  plainText,
  podDefaultChanges,
  selectingLabels,
  spawnerOffer
} from '@kubeflow-lab/resources';
import type { SpawnerOffer } from '@kubeflow-lab/resources';
import type { NotebookOptions } from '@kubeflow-lab/schema';
import { parse } from 'yaml';

import { SPAWNER_CONFIG_MAP } from '../cache/cluster-cache.js';
import type { RouteHandler, RouteTable } from '../http/route.js';
import { listDeed } from '../read.js';
import type { Services } from '../services.js';
import { podDefaultsOf } from './create.js';

const FILE = 'spawner_ui_config.yaml';

export const offerRoutes = {
  options: {
    method: 'get',
    path: '/api/namespaces/{namespace}/notebook-options',
    operationId: 'getNotebookOptions',
    summary: 'What the form for a notebook server offers and begins with.',
    responses: { 200: { description: 'The options.', schema: 'NotebookOptions' } }
  }
} as const satisfies RouteTable;

export function offerHandlers(services: Services): Record<keyof typeof offerRoutes, RouteHandler> {
  const { access, cache } = services;
  return {
    async options({ caller, params: { namespace }, response }) {
      await access.demand(
        caller.identity,
        listDeed(NOTEBOOK, namespace),
        `You may not see the notebook servers of project "${namespace}"; ask its owner for access.`
      );
      const offer = currentOffer(services);
      const [podDefaults, secrets] = await Promise.all([
        podDefaultsOf(caller.kube, namespace),
        secretNames(caller.kube, namespace)
      ]);
      const answer: NotebookOptions = {
        ...offer,
        serverUrl: services.config.serverUrl,
        gpus: {
          ...offer.gpus,
          vendors: offer.gpus.vendors.map(vendor => ({
            ...vendor,
            ...deviceCounts(vendor.resource, cache.nodes.store.list(), cache.pods.store.list())
          }))
        },
        configurations: {
          ...offer.configurations,
          options: podDefaults
            // One that selects by expressions alone is nobody's choice.
            .filter(each => Object.keys(selectingLabels(each)).length > 0)
            .map(each => ({
              name: each.metadata?.name ?? '',
              description: plainText(each.spec?.desc),
              changes: podDefaultChanges(each),
              labels: selectingLabels(each)
            }))
        },
        secrets
      };
      response.json(answer);
    }
  };
}

/** The offer of the file as it is now; the installation's own where there is none. */
export function currentOffer({ cache, config }: Services): SpawnerOffer {
  const key = { namespace: config.namespace, name: SPAWNER_CONFIG_MAP };
  const text = cache.spawner.store.get(key)?.data?.[FILE];
  const images = config.images.jupyter;
  if (text === undefined) {
    return spawnerOffer(null, images);
  }
  try {
    return spawnerOffer(parse(text), images);
  } catch (error) {
    const problem = `${FILE} cannot be read: ${plainText((error as Error).message)}.`;
    return { ...spawnerOffer(null, images), problem };
  }
}

/** Names only, of Secrets that somebody made to be used; what is in them stays where it is. */
async function secretNames(kube: KubeClient, namespace: string): Promise<string[]> {
  try {
    const { items } = await kube.list(SECRET, { namespace, fieldSelector: 'type=Opaque' });
    return items.map(({ metadata }) => metadata?.name ?? '').sort();
  } catch (error) {
    if (isForbidden(error)) {
      return [];
    }
    throw error;
  }
}
