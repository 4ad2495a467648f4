import type { RouteTable } from '../http/route.js';

const collection = '/api/namespaces/{namespace}/notebooks';
const one = `${collection}/{name}`;
const tail = { tail: { description: 'How many of the newest lines.', type: 'integer' as const } };

export const notebookRoutes = {
  list: {
    method: 'get',
    path: collection,
    operationId: 'listNotebooks',
    summary: 'The notebook servers of a project, newest first.',
    responses: { 200: { description: 'The notebook servers.', schema: 'NotebookList' } }
  },
  create: {
    method: 'post',
    path: collection,
    operationId: 'createNotebook',
    summary: 'Create a notebook server and, where asked for, its workspace volume.',
    body: 'NotebookForm',
    query: {
      dryRun: { description: 'Check and answer the object, but create nothing.', type: 'boolean' }
    },
    responses: {
      200: { description: 'What would be created (dryRun).', schema: 'NotebookItem' },
      201: { description: 'Created.', schema: 'NotebookItem' }
    }
  },
  get: {
    method: 'get',
    path: one,
    operationId: 'getNotebook',
    summary: 'A notebook server.',
    responses: { 200: { description: 'The notebook server.', schema: 'NotebookItem' } }
  },
  start: {
    method: 'post',
    path: `${one}/actions/start`,
    operationId: 'startNotebook',
    summary: 'Start a stopped notebook server.',
    responses: { 200: { description: 'The notebook server.', schema: 'NotebookItem' } }
  },
  stop: {
    method: 'post',
    path: `${one}/actions/stop`,
    operationId: 'stopNotebook',
    summary: 'Stop a notebook server; its files are kept.',
    responses: { 200: { description: 'The notebook server.', schema: 'NotebookItem' } }
  },
  remove: {
    method: 'delete',
    path: one,
    operationId: 'deleteNotebook',
    summary: 'Delete a notebook server.',
    query: {
      volume: {
        description:
          'Whether the workspace volume that was made with it is kept (default) or deleted.',
        enum: ['keep', 'delete']
      }
    },
    responses: { 202: { description: 'It is being deleted.' } }
  },
  events: {
    method: 'get',
    path: `${one}/events`,
    operationId: 'listNotebookEvents',
    summary: 'What happened to a notebook server and its parts, oldest first.',
    responses: { 200: { description: 'The events.', schema: 'EventList' } }
  },
  logs: {
    method: 'get',
    path: `${one}/logs`,
    operationId: 'readNotebookLog',
    summary: 'The newest lines of the log of a notebook server.',
    query: tail,
    responses: { 200: { description: 'The lines.', schema: 'LogLines' } }
  },
  claims: {
    method: 'get',
    path: '/api/namespaces/{namespace}/persistentvolumeclaims',
    operationId: 'listVolumes',
    summary: 'The volumes of a project.',
    responses: { 200: { description: 'The volumes.', schema: 'ClaimList' } }
  },
  storageClasses: {
    method: 'get',
    path: '/api/storageclasses',
    operationId: 'listStorageClasses',
    summary: 'The storage classes of the cluster.',
    responses: { 200: { description: 'The storage classes.', schema: 'StorageClassList' } }
  }
} as const satisfies RouteTable;
