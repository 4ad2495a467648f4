/** How long clients may take, and what becomes of their requests when the server stops. */
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';

import type { RequestHandler } from 'express';

import { sendProblem } from './errors.js';
import { ProblemError } from './problem.js';

/** What servers with and without TLS can do alike. */
export type Closing = Pick<
  Server,
  'close' | 'closeAllConnections' | 'closeIdleConnections' | 'keepAliveTimeout'
>;

/** How long the head of a request may take to come. */
const HEAD_MS = 20_000;
/** How long a body of JSON may take to come: a few megabytes at most. */
const BODY_MS = 30_000;
/**
 * How long a connection may stay open with nothing on it. A gateway keeps such connections for its next request: Traefik for
 * 90 seconds, Envoy for an hour. Were it closed here first, a request that is just under way on it would be lost, and a change
 * answered with 502, as it may not be sent twice.
 */
export const IDLE_MS = 65 * 60_000;
/** How long requests under way may take to end when the server stops. */
const GRACE_MS = 5_000;

/** A server whose clients must say within a time what they want; an upload may take as long as its line needs. */
export function httpServer(app: RequestListener, headMs = HEAD_MS): Server {
  return createServer(
    {
      requestTimeout: 0,
      headersTimeout: headMs,
      keepAliveTimeout: IDLE_MS,
      connectionsCheckingInterval: Math.min(headMs, 5_000)
    },
    app
  );
}

/** Sends clients away whose body does not come within a time. */
export function bodyWithin(bodyMs = BODY_MS): RequestHandler {
  return (request, response, next) => {
    const timer = setTimeout(() => {
      if (!request.complete && !response.headersSent) {
        response.set('Connection', 'close').once('finish', () => request.destroy());
        sendProblem(response, new ProblemError(408, 'The request took too long to come.'));
      }
    }, bodyMs);
    timer.unref();
    response.once('close', () => clearTimeout(timer));
    next();
  };
}

/** Takes no more connections, lets what is under way end, and after a time ends it. */
export async function closeGracefully(server: Closing, graceMs = GRACE_MS): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  // What is under way ends its connection with its answer; 0 would mean never.
  server.keepAliveTimeout = 1;
  await new Promise<void>(resolve => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
