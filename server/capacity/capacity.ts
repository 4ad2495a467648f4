/** What is left in the cluster for a project. */
import { POD, RESOURCE_QUOTA, isForbidden } from '@kubeflow-lab/kube';
import { freeCapacity, quotaLimits } from '@kubeflow-lab/resources';
import type { Capacity } from '@kubeflow-lab/schema';

import type { RouteHandler, RouteTable } from '../http/route.js';
import type { Caller } from '../identity/authenticator.js';
import { listDeed } from '../read.js';
import type { Services } from '../services.js';

export const capacityRoutes = {
  capacity: {
    method: 'get',
    path: '/api/namespaces/{namespace}/capacity',
    operationId: 'getCapacity',
    summary:
      'What no pod has asked for yet, as sums over the nodes, and what quotas of the project leave.',
    responses: { 200: { description: 'The amounts.', schema: 'Capacity' } }
  }
} as const satisfies RouteTable;

export function capacityHandlers({
  access,
  cache
}: Services): Record<keyof typeof capacityRoutes, RouteHandler> {
  return {
    async capacity({ caller, params: { namespace }, response }) {
      await access.demand(
        caller.identity,
        listDeed(POD, namespace),
        `You may not see what project "${namespace}" has left; ask its owner for access.`
      );
      const answer: Capacity = {
        ...freeCapacity(cache.nodes.store.list(), cache.pods.store.list()),
        quotas: await quotasOf(caller, namespace)
      };
      response.json(answer);
    }
  };
}

/** Read as the caller: the server itself has no business with quotas. */
async function quotasOf({ kube }: Caller, namespace: string): Promise<Capacity['quotas']> {
  try {
    const { items } = await kube.list(RESOURCE_QUOTA, { namespace });
    return quotaLimits(items);
  } catch (error) {
    if (isForbidden(error)) {
      return null;
    }
    throw error;
  }
}
