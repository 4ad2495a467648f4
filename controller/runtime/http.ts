import type { Server } from 'node:http';

import express from 'express';
import type { Registry } from 'prom-client';

export interface Health {
  /** Why this process is not ready to work, or null where it is. */
  notReady: () => string | null;
}

/** Serves /healthz, /readyz and /metrics; resolves when it listens. */
export async function serveHealth(
  port: number,
  registry: Registry,
  health: Health
): Promise<Server> {
  const app = express().disable('x-powered-by');
  app.get('/healthz', (_request, response) => {
    response.type('text').send('ok');
  });
  app.get('/readyz', (_request, response) => {
    const reason = health.notReady();
    response
      .status(reason === null ? 200 : 503)
      .type('text')
      .send(reason ?? 'ok');
  });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return new Promise((resolve, reject) => {
    const server = app.listen(port, error => (error ? reject(error) : resolve(server)));
  });
}
