/**
 * `POST /auth/connections`: which of the connections that a notebook's server holds open must end. The gateway asks
 * before it opens one, and nobody asks again while it lasts: so the notebook's server does, for web sockets and streams.
 */
import express from 'express';
import type { Express, Request, Response } from 'express';

import { identityOf } from '../identity/sessions.js';
import type { Services } from '../services.js';
import { openDeed } from './connect.js';

/** Enough for every kernel and terminal of one notebook server. */
const CONNECTIONS_MAX = 500;
const BODY_MAX = '512kb';

export function mountConnections(app: Express, services: Services): void {
  app.post('/auth/connections', express.json({ limit: BODY_MAX }), (request, response) =>
    answer(services, request, response)
  );
}

/**
 * Takes `{connections: [identity token]}`, each the one with which a connection was opened; answers `{ended: [index]}`.
 * Who has such a token was given it by the gateway, so it is its own permission, and says no more than whether it holds.
 */
async function answer(services: Services, request: Request, response: Response): Promise<void> {
  const connections: unknown = (request.body as { connections?: unknown } | undefined)?.connections;
  if (
    !Array.isArray(connections) ||
    connections.length > CONNECTIONS_MAX ||
    !connections.every(token => typeof token === 'string')
  ) {
    response.status(400).json({ detail: 'Send {"connections": [identity token, …]}.' });
    return;
  }
  const open = await Promise.all(connections.map(token => mayStayOpen(services, token)));
  const ended = open.flatMap((stays, index) => (stays ? [] : [index]));
  response.set('Cache-Control', 'no-store').json({ ended });
}

async function mayStayOpen(
  { access, notebookIdentity, sessions }: Services,
  token: string
): Promise<boolean> {
  const opened = await notebookIdentity.read(token);
  return (
    opened !== null &&
    sessions.isLive(opened.session) &&
    (await access.allowed(identityOf(opened.session), openDeed(opened.notebook)))
  );
}
