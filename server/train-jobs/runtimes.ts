/** What TrainJobs of a project can run in, and how this cluster's version of Kubeflow Trainer lets them change it. */
import {
  CLUSTER_TRAINING_RUNTIME,
  CUSTOM_RESOURCE_DEFINITION,
  TRAINING_RUNTIME,
  isNotFound
} from '@kubeflow-lab/kube';
import { OVERRIDE_FIELDS, describeRuntimes } from '@kubeflow-lab/resources';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { OverrideField, TrainingRuntimes } from '@kubeflow-lab/schema';

import type { RouteHandler, RouteTable } from '../http/route.js';
import type { Caller } from '../identity/authenticator.js';
import { listDeed, listOwnAndShared } from '../read.js';
import type { Services } from '../services.js';

export const trainingRuntimeRoutes = {
  trainingRuntimes: {
    method: 'get',
    path: '/api/namespaces/{namespace}/trainingruntimes',
    operationId: 'listTrainingRuntimes',
    summary:
      'What a TrainJob of the project can run in; nothing where Kubeflow Trainer is missing.',
    responses: { 200: { description: 'The runtimes.', schema: 'TrainingRuntimes' } }
  }
} as const satisfies RouteTable;

export function trainingRuntimeHandlers(
  services: Services
): Record<keyof typeof trainingRuntimeRoutes, RouteHandler> {
  return {
    async trainingRuntimes({ caller, params: { namespace }, response }) {
      await services.access.demand(
        caller.identity,
        listDeed(TRAINING_RUNTIME, namespace),
        `You may not see the training runtimes of project "${namespace}"; ask its owner for access.`
      );
      response.json(await readRuntimes(services, caller, namespace));
    }
  };
}

export async function readRuntimes(
  { client }: Pick<Services, 'client'>,
  caller: Caller,
  namespace: string
): Promise<TrainingRuntimes> {
  try {
    const [runtimes, overrides] = await Promise.all([
      listOwnAndShared(client, caller, {
        own: TRAINING_RUNTIME,
        shared: CLUSTER_TRAINING_RUNTIME,
        namespace
      }),
      servedOverrides(client)
    ]);
    return { items: describeRuntimes(runtimes), overrides };
  } catch (error) {
    if (isNotFound(error)) {
      return { items: [], overrides: null };
    }
    throw error;
  }
}

/** The definition of TrainJobs, as far as we read it. */
interface Definition extends KubeObject {
  spec?: {
    versions?: {
      name?: string;
      schema?: {
        openAPIV3Schema?: { properties?: { spec?: { properties?: Record<string, unknown> } } };
      };
    }[];
  };
}

/** Which field the cluster keeps: it drops those of other versions without a word. */
async function servedOverrides(client: Services['client']): Promise<OverrideField | null> {
  const name = 'trainjobs.trainer.kubeflow.org';
  const { spec }: Definition = await client.get(CUSTOM_RESOURCE_DEFINITION, { name });
  const version = spec?.versions?.find(one => one.name === 'v1alpha1');
  const known = version?.schema?.openAPIV3Schema?.properties?.spec?.properties ?? {};
  return OVERRIDE_FIELDS.find(field => field in known) ?? null;
}
