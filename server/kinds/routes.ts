/** The routes of a kind; every kind has the same. */
import type { RouteSpec, RouteTable } from '../http/route.js';
import type { ActionDefinition, AnyKind } from './definition.js';
import { listQuery } from './list.js';

export type KindRoute = 'list' | 'create' | 'get' | 'remove' | 'events' | 'logs';

/** The key of the route of an action. */
export const actionRoute = (action: string) => `action:${action}`;

export function kindRoutes(definition: AnyKind): Record<KindRoute, RouteSpec> & RouteTable {
  const { actions = {}, removal, resource, schema } = definition;
  const { kind, plural } = resource;
  const collection = `/api/namespaces/{namespace}/${plural}`;
  const one = `${collection}/{name}`;
  const item = `${schema}Item`;
  return {
    list: {
      method: 'get',
      path: collection,
      operationId: `list${kind}s`,
      summary: `The ${kind}s of a project, newest first.`,
      query: listQuery,
      responses: {
        200: { description: `The ${kind}s.`, schema: [`${schema}List`, 'PartialList'] }
      }
    },
    create: createRoute(definition, collection),
    get: {
      method: 'get',
      path: one,
      operationId: `get${kind}`,
      summary: `One ${kind}.`,
      responses: { 200: { description: `The ${kind}.`, schema: item, tagged: true } }
    },
    remove: {
      method: 'delete',
      path: one,
      operationId: `delete${kind}`,
      summary: `Delete the ${kind} with what it owns.`,
      conditional: true,
      query: removal?.query,
      responses: { 202: { description: 'It is being deleted.' } }
    },
    events: {
      method: 'get',
      path: `${one}/events`,
      operationId: `list${kind}Events`,
      summary: `What happened to the ${kind} and its parts, oldest first.`,
      responses: { 200: { description: 'The events.', schema: 'EventList' } }
    },
    logs: {
      method: 'get',
      path: `${one}/logs`,
      operationId: `read${kind}Log`,
      summary: 'The newest lines of all parts, merged by time.',
      query: {
        tail: { description: 'How many of the newest lines.', type: 'integer' },
        part: {
          description: 'Only this part: a replica, a step or a trial, or a pod by its name.',
          type: 'string'
        },
        previous: {
          description: 'What containers wrote before their last restart.',
          type: 'boolean'
        }
      },
      responses: { 200: { description: 'The lines.', schema: 'LogLines' } }
    },
    ...Object.fromEntries(
      Object.entries(actions).map(([name, action]) => [
        actionRoute(name),
        {
          method: 'post',
          path: `${one}/actions/${name}`,
          operationId: `${name}${kind}`,
          summary: action.summary,
          body: action.body,
          conditional: 'run' in action,
          responses: { 200: actionResponse(action, item) }
        } satisfies RouteSpec
      ])
    )
  };
}

function createRoute({ form, resource, schema }: AnyKind, path: string): RouteSpec {
  const { kind } = resource;
  const forms = [form?.schema ?? '', 'ManifestObject'] as const;
  const bodies = form?.objects === undefined ? forms : ([...forms, form.objects] as const);
  const planned = { description: 'What would be created (dryRun).', schema: 'PlannedObjects' };
  return {
    method: 'post',
    path,
    operationId: `create${kind}`,
    summary:
      form === undefined
        ? `Create the ${kind} that is sent.`
        : `Create the ${kind} that is sent, or the one that a form describes.`,
    body: form === undefined ? 'ManifestObject' : bodies,
    query: {
      dryRun: { description: 'Check and answer the objects, but create nothing.', type: 'boolean' }
    },
    responses: { 200: planned, 201: { description: 'Created.', schema: `${schema}Item` } }
  };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as in the table
function actionResponse(action: ActionDefinition<any>, item: string) {
  return 'run' in action
    ? { description: 'What has become of it.', schema: item, tagged: true }
    : { description: 'The answer.', schema: action.response };
}
