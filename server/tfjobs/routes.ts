import type { TrainingJobKind } from '@kubeflow-lab/resources';

import type { RouteSpec } from '../http/route.js';

export type TrainingJobRoute = 'list' | 'create' | 'get' | 'remove' | 'events' | 'logs';

/** The routes of one kind of training job; every kind has the same. */
export function trainingJobRoutes({
  kind,
  plural
}: TrainingJobKind): Record<TrainingJobRoute, RouteSpec> {
  const collection = `/api/namespaces/{namespace}/${plural}`;
  const one = `${collection}/{name}`;
  return {
    list: {
      method: 'get',
      path: collection,
      operationId: `list${kind}s`,
      summary: `The ${kind}s of a project, newest first.`,
      responses: { 200: { description: 'The jobs.', schema: 'TrainingJobList' } }
    },
    create: {
      method: 'post',
      path: collection,
      operationId: `create${kind}`,
      summary: `Create a ${kind} and the ConfigMap that holds its code.`,
      body: 'TrainingJobForm',
      query: {
        dryRun: {
          description: 'Check and answer the objects, but create nothing.',
          type: 'boolean'
        }
      },
      responses: {
        200: { description: 'What would be created (dryRun).', schema: 'PlannedObjects' },
        201: { description: 'Created.', schema: 'TrainingJobItem' }
      }
    },
    get: {
      method: 'get',
      path: one,
      operationId: `get${kind}`,
      summary: `A ${kind}.`,
      responses: { 200: { description: 'The job.', schema: 'TrainingJobItem' } }
    },
    remove: {
      method: 'delete',
      path: one,
      operationId: `delete${kind}`,
      summary: `Delete a ${kind} with its pods and its code.`,
      responses: { 202: { description: 'It is being deleted.' } }
    },
    events: {
      method: 'get',
      path: `${one}/events`,
      operationId: `list${kind}Events`,
      summary: `What happened to a ${kind} and its parts, oldest first.`,
      responses: { 200: { description: 'The events.', schema: 'EventList' } }
    },
    logs: {
      method: 'get',
      path: `${one}/logs`,
      operationId: `read${kind}Log`,
      summary: 'The newest lines of all replicas, merged by time.',
      query: { tail: { description: 'How many of the newest lines.', type: 'integer' } },
      responses: { 200: { description: 'The lines.', schema: 'LogLines' } }
    }
  };
}
