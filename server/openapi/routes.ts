import { capacityRoutes } from '../capacity/capacity.js';
import { compileRoutes } from '../compile/compile.js';
import { fileRoutes } from '../files/routes.js';
import type { RouteHandler, RouteTable } from '../http/route.js';
import { sessionRoutes } from '../identity/routes.js';
import { servingRuntimeRoutes } from '../inference-services/runtimes.js';
import { kinds } from '../kinds/index.js';
import { kindRoutes } from '../kinds/routes.js';
import { offerRoutes } from '../notebooks/offer.js';
import { useRoutes } from '../notebooks/use.js';
import { volumeFileRoutes } from '../volumes/files.js';
import { snapshotRoutes } from '../volumes/snapshots.js';
import { volumeRoutes } from '../volumes/volumes.js';
import { settingsRoutes } from '../settings/routes.js';
import { streamRoutes } from '../stream/routes.js';
import { trainingRuntimeRoutes } from '../train-jobs/runtimes.js';
import { openApiDocument } from './document.js';

export const openApiRoutes = {
  document: {
    method: 'get',
    path: '/api/openapi.json',
    operationId: 'getOpenApi',
    summary: 'This document.',
    open: true,
    responses: { 200: { description: 'An OpenAPI 3.1 document.' } }
  }
} as const satisfies RouteTable;

/** Every table whose routes are part of the API, with the tag under which the document lists them. */
export function apiTables(): [tag: string, table: RouteTable][] {
  return [
    ['Session', sessionRoutes],
    ['Settings', { ...settingsRoutes, ...openApiRoutes }],
    ...kinds.map((kind): [string, RouteTable] => [kind.resource.kind, kindRoutes(kind)]),
    ['Compiler', compileRoutes],
    ['Form for notebook servers', offerRoutes],
    ['Use of notebook servers', useRoutes],
    ['Volumes', { ...volumeRoutes, ...volumeFileRoutes, ...snapshotRoutes }],
    ['Capacity', capacityRoutes],
    ['Training runtimes', trainingRuntimeRoutes],
    ['Serving runtimes', servingRuntimeRoutes],
    ['Files', fileRoutes],
    ['Stream', streamRoutes]
  ];
}

export function openApiHandlers(): Record<keyof typeof openApiRoutes, RouteHandler> {
  const document = openApiDocument(apiTables());
  return {
    document({ response }) {
      response.json(document);
    }
  };
}
