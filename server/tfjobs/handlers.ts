import { EVENT, withoutManagedFields } from '@kubeflow-lab/kube';
import type { TrainingJobKind } from '@kubeflow-lab/resources';
import type { KubernetesObject, PlannedObjects, TrainingJobForm } from '@kubeflow-lab/schema';

import { trainingJobEvents } from '../cache/feeds.js';
import { eventItems } from '../events.js';
import { kindMissing } from '../http/problem.js';
import { choiceQuery, integerQuery } from '../http/route.js';
import type { RouteContext, RouteHandler } from '../http/route.js';
import type { Caller } from '../identity/authenticator.js';
import { trainingJobResource } from '../kinds.js';
import { TAIL_DEFAULT, TAIL_MAX, readLog } from '../logs/read.js';
import { logSource } from '../logs/sources.js';
import { listDeed, readObject } from '../read.js';
import type { Services } from '../services.js';
import { largestNode } from '../settings/settings.js';
import { createTrainingJob, planTrainingJob } from './create.js';
import type { TrainingJobRoute } from './routes.js';

export function trainingJobHandlers(
  services: Services,
  kind: TrainingJobKind
): Record<TrainingJobRoute, RouteHandler> {
  const { access, cache, metrics } = services;
  const resource = trainingJobResource(kind);
  const feed = services.feeds.trainingJobs.get(kind.plural)!;
  const reflector = cache.trainingJobs.get(kind.plural)!;
  const read = (caller: Caller, params: Record<string, string>) =>
    readObject(resource, keyOf(params), caller, reflector.store, access);

  return {
    async list({ caller, params, response }) {
      const { namespace } = params;
      await access.demand(
        caller.identity,
        listDeed(resource, namespace),
        `You may not see the training jobs of project "${namespace}"; ask its owner for access.`
      );
      if (!reflector.hasSynced) {
        throw kindMissing(reflector.problem);
      }
      response.json({ items: feed.list(namespace) });
    },

    async create({ body, caller, params, request, response }: RouteContext<TrainingJobForm>) {
      const context = {
        kind,
        kube: caller.kube,
        namespace: params.namespace,
        user: caller.identity.user,
        limits: largestNode(cache.nodes.store.list()),
        body: (response.locals.rawBody as string | undefined) ?? '',
        logger: services.logger
      };
      if (choiceQuery(request, 'dryRun', ['true', 'false'], 'false') === 'true') {
        const { job, configMap } = await planTrainingJob(body, context);
        const objects = [job, configMap] as KubernetesObject[];
        response.json({ objects } satisfies PlannedObjects);
        return;
      }
      const job = withoutManagedFields(await createTrainingJob(body, context));
      response.status(201).json(feed.itemOf(job));
    },

    async get({ caller, params, response }) {
      const job = await read(caller, params);
      await metrics.settle(job, kind);
      response.json(feed.itemOf(job));
    },

    async remove({ caller, params, response }) {
      await caller.kube.delete(resource, keyOf(params), { propagation: 'Background' });
      response.status(202).end();
    },

    async events({ caller, params, response }) {
      const job = await read(caller, params);
      await access.demand(
        caller.identity,
        listDeed(EVENT, params.namespace),
        `You may not see the events of project "${params.namespace}"; ask its owner for access.`
      );
      response.json({ items: eventItems(trainingJobEvents(cache, kind, job)) });
    },

    async logs({ caller, params, request, response }) {
      await read(caller, params);
      const tail = integerQuery(request, 'tail', TAIL_DEFAULT, TAIL_MAX);
      const source = logSource(cache, metrics, kind.plural, keyOf(params));
      response.json(await readLog(caller.kube, source?.parts() ?? [], tail));
    }
  };
}

const keyOf = ({ namespace, name }: Record<string, string>) => ({ namespace, name });
