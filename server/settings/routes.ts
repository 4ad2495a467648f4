import type { RouteHandler, RouteTable } from '../http/route.js';
import type { Services } from '../services.js';
import { settingsOf } from './settings.js';

export const settingsRoutes = {
  settings: {
    method: 'get',
    path: '/api/settings',
    operationId: 'getSettings',
    summary: 'What the installation offers.',
    responses: { 200: { description: 'The settings.', schema: 'Settings' } }
  }
} as const satisfies RouteTable;

export function settingsHandlers({
  config,
  cache
}: Services): Record<keyof typeof settingsRoutes, RouteHandler> {
  return {
    settings({ response }) {
      response.json(settingsOf(config, cache));
    }
  };
}
