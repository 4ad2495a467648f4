/** What the routes of a kind do; every kind the same. */
import { EVENT, isNotFound, withoutManagedFields } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { KubernetesObject, PlannedObjects } from '@kubeflow-lab/schema';

import { eventItems } from '../events.js';
import { kindMissing } from '../http/problem.js';
import { choiceQuery, integerQuery, isManifest, textQuery } from '../http/route.js';
import type { RouteContext, RouteHandler } from '../http/route.js';
import { keptReader } from '../logs/kept.js';
import { TAIL_DEFAULT, TAIL_MAX, readLog } from '../logs/read.js';
import { listDeed, readObject } from '../read.js';
import type { Services } from '../services.js';
import type { Call, ObjectCall } from './definition.js';
import { listText } from './list.js';
import { manifestFor } from './manifest.js';
import { ifMatching, tagOf } from './precondition.js';
import { actionRoute } from './routes.js';
import type { KindRoute } from './routes.js';
import type { ServedKind } from './served.js';

export function kindHandlers(
  services: Services,
  served: ServedKind
): Record<KindRoute, RouteHandler> & Record<string, RouteHandler> {
  const handlers = plainHandlers(services, served);
  const explained = Object.entries(handlers).map(([route, handler]): [string, RouteHandler] => [
    route,
    async context => {
      try {
        await handler(context);
      } catch (error) {
        throw isKindMissing(error) ? kindMissing(error, served.definition) : error;
      }
    }
  ]);
  return Object.fromEntries(explained) as typeof handlers;
}

function plainHandlers(
  services: Services,
  served: ServedKind
): Record<KindRoute, RouteHandler> & Record<string, RouteHandler> {
  const { definition, feed } = served;
  const call = (context: RouteContext) => objectCall(services, served, context);
  return {
    async list({ caller, params: { namespace }, request, response }) {
      await demandList(services, served, caller.identity, namespace);
      served.demandInstalled();
      response.type('json').send(listText(feed, namespace, request));
    },

    create: context =>
      isManifest(context.body)
        ? createManifest(services, served, context)
        : createFromForm(services, served, context),

    async get(context) {
      const object = await call(context).read();
      await served.settled(object);
      context.response.set('ETag', tagOf(object)).json(feed.itemOf(object));
    },

    async remove(context) {
      await ifMatching(call(context), context.request, async matched => {
        if (definition.removal === undefined) {
          const { caller, key } = matched;
          await caller.kube.delete(definition.resource, key, { propagation: 'Background' });
        } else {
          await definition.removal.remove(matched, context.request);
        }
      });
      context.response.status(202).end();
    },

    async events(context) {
      const { namespace } = context.params;
      const object = await call(context).read();
      await services.access.demand(
        context.caller.identity,
        listDeed(EVENT, namespace),
        `You may not see the events of project "${namespace}"; ask its owner for access.`
      );
      context.response.json({ items: eventItems(served.events(object)) });
    },

    async logs(context) {
      const { caller, key, read } = call(context);
      const tail = integerQuery(context.request, 'tail', TAIL_DEFAULT, TAIL_MAX);
      const part = textQuery(context.request, 'part');
      const previous = isTrue(context.request, 'previous');
      await read();
      const parts = served.log(key, part)?.parts() ?? [];
      const kept = keptReader(caller, services.config.bucketEndpoints);
      context.response.json(await readLog(caller.kube, parts, { tail, previous }, kept));
    },

    ...actionHandlers(services, served)
  };
}

function actionHandlers(services: Services, served: ServedKind): Record<string, RouteHandler> {
  const { actions = {} } = served.definition;
  return Object.fromEntries(
    Object.entries(actions).map(([name, action]): [string, RouteHandler] => [
      actionRoute(name),
      async context => {
        const call = objectCall(services, served, context);
        const { body, request, response } = context;
        if (!('run' in action)) {
          response.json(await action.answer(call, body));
          return;
        }
        const object = await ifMatching(call, request, matched => action.run(matched, body));
        response.set('ETag', tagOf(object)).json(served.feed.itemOf(withoutManagedFields(object)));
      }
    ])
  );
}

async function createManifest(
  services: Services,
  { definition, feed }: ServedKind,
  { body, caller, params: { namespace }, request, response }: RouteContext
): Promise<void> {
  const { creatorAnnotation, resource } = definition;
  const { user } = caller.identity;
  const context = { namespace, user, creatorAnnotation };
  const manifest = manifestFor(body as KubernetesObject, resource, context);
  const dryRun = isTrue(request, 'dryRun');
  const object = withoutManagedFields(await caller.kube.create(resource, manifest, { dryRun }));
  if (dryRun) {
    response.json(await planned(definition, [object], { services, caller, namespace }));
  } else {
    response.status(201).json(feed.itemOf(object));
  }
}

/** Reached only where the kind has a form: without one the body is checked to be an object. */
async function createFromForm(
  services: Services,
  { definition, feed }: ServedKind,
  { body, caller, params, request, response }: RouteContext
): Promise<void> {
  const form = definition.form!;
  const rawBody = (response.locals.rawBody as string | undefined) ?? '';
  const call = { services, caller, namespace: params.namespace, rawBody };
  if (!isTrue(request, 'dryRun')) {
    const object = withoutManagedFields(await form.create(body, call));
    response.status(201).json(feed.itemOf(object));
    return;
  }
  const objects = await form.plan(body, call);
  response.json(await planned(definition, objects, call));
}

/** What a dry run answers. */
async function planned(
  { describe }: ServedKind['definition'],
  objects: [KubeObject, ...KubeObject[]],
  call: Call
): Promise<PlannedObjects> {
  return {
    objects: objects.map(withoutManagedFields) as KubernetesObject[],
    ...(describe ? { notes: await describe(objects[0], call) } : {})
  };
}

const isTrue = (request: RouteContext['request'], name: string) =>
  choiceQuery(request, name, ['true', 'false'], 'false') === 'true';

function objectCall(
  services: Services,
  { definition: { resource }, reflector }: ServedKind,
  { caller, params: { name, namespace } }: RouteContext
): ObjectCall {
  const key = { namespace, name };
  return {
    services,
    caller,
    namespace,
    key,
    resource,
    read: () => readObject(resource, key, caller, reflector.store, services.access)
  };
}

/** The API server names the object that it does not find; of a kind that it does not know it names none. */
function isKindMissing(error: unknown): boolean {
  return isNotFound(error) && !error.details.name;
}

/** The sentence for whoever may not see the objects of a kind. */
export function listRefusal(served: ServedKind, namespace: string): string {
  const { many } = served.definition.noun;
  return `You may not see the ${many} of project "${namespace}"; ask its owner for access.`;
}

function demandList(
  { access }: Services,
  served: ServedKind,
  identity: RouteContext['caller']['identity'],
  namespace: string
): Promise<void> {
  return access.demand(
    identity,
    listDeed(served.definition.resource, namespace),
    listRefusal(served, namespace)
  );
}
