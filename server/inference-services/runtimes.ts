/** What serves models in a project. */
import { isNotFound } from '@kubeflow-lab/kube';
import { describeServingRuntimes } from '@kubeflow-lab/resources';
import type { ServingRuntimes } from '@kubeflow-lab/schema';

import type { RouteHandler, RouteTable } from '../http/route.js';
import type { Caller } from '../identity/authenticator.js';
import { listDeed, listOwnAndShared } from '../read.js';
import type { Services } from '../services.js';
import { CLUSTER_SERVING_RUNTIME, SERVING_RUNTIME } from './resource.js';

export const servingRuntimeRoutes = {
  servingRuntimes: {
    method: 'get',
    path: '/api/namespaces/{namespace}/servingruntimes',
    operationId: 'listServingRuntimes',
    summary: 'What serves models in the project; nothing where KServe is missing.',
    responses: { 200: { description: 'The runtimes.', schema: 'ServingRuntimes' } }
  }
} as const satisfies RouteTable;

export function servingRuntimeHandlers(
  services: Services
): Record<keyof typeof servingRuntimeRoutes, RouteHandler> {
  return {
    async servingRuntimes({ caller, params: { namespace }, response }) {
      await services.access.demand(
        caller.identity,
        listDeed(SERVING_RUNTIME, namespace),
        `You may not see the serving runtimes of project "${namespace}"; ask its owner for access.`
      );
      response.json(await readRuntimes(services, caller, namespace));
    }
  };
}

async function readRuntimes(
  { client }: Services,
  caller: Caller,
  namespace: string
): Promise<ServingRuntimes> {
  try {
    const runtimes = await listOwnAndShared(client, caller, {
      own: SERVING_RUNTIME,
      shared: CLUSTER_SERVING_RUNTIME,
      namespace
    });
    return { items: describeServingRuntimes(runtimes) };
  } catch (error) {
    if (isNotFound(error)) {
      return { items: [] };
    }
    throw error;
  }
}
