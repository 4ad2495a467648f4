import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** Paths that are asked for all the time and say nothing. */
const QUIET = new Set(['/healthz', '/readyz', '/metrics', '/auth/verify']);

/** Counts and logs requests: path without its query (which may hold a code), no headers, no bodies. */
export function requestLog(logger: Logger, registry: Registry): RequestHandler {
  const requests = new Counter({
    name: 'kubeflow_lab_http_requests_total',
    help: 'Requests by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry]
  });
  const seconds = new Histogram({
    name: 'kubeflow_lab_http_request_seconds',
    help: 'Time until a request was answered, without event streams.',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry]
  });
  return (request, response, next) => {
    const start = performance.now();
    response.on('close', () => {
      const milliseconds = performance.now() - start;
      const matched = request.route as { path?: unknown } | undefined;
      const route = typeof matched?.path === 'string' ? matched.path : 'other';
      const { method } = request;
      requests.inc({ method, route, status: response.statusCode });
      if (route !== '/api/stream') {
        seconds.observe({ method, route }, milliseconds / 1000);
      }
      if (!QUIET.has(request.path)) {
        logger.info(
          {
            method,
            path: request.path,
            status: response.statusCode,
            milliseconds: Math.round(milliseconds),
            user: response.locals.user as string | undefined
          },
          'request'
        );
      }
    });
    next();
  };
}
