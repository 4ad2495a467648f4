/** `/oidc/login`, `/oidc/callback` and `/oidc/logout`: pages that only lead on. */
import { parse, serialize } from 'cookie';
import type { Express, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

import { sendPage } from '../http/pages.js';
import { FLOW_SECONDS, SignInError } from './oidc.js';
import type { Oidc } from './oidc.js';
import type { Sessions } from './sessions.js';

const FLOW_COOKIE = 'kubeflow-lab-oidc';
const CALLBACK = '/oidc/callback';
/** Leads out of the provider. */
export const LOGOUT = '/oidc/logout';

interface OidcServices {
  oidc: Oidc;
  sessions: Sessions;
  origin: URL;
  logger: Logger;
}

export function mountOidc(app: Express, services: OidcServices): void {
  const { oidc, origin, sessions } = services;
  const secure = origin.protocol === 'https:';
  const cookie = (value: string, maxAge: number) =>
    // Lax: the answer comes from the provider's site.
    serialize(FLOW_COOKIE, value, {
      httpOnly: true,
      sameSite: 'lax',
      secure,
      path: CALLBACK,
      maxAge
    });
  const page = (act: (request: Request, response: Response) => Promise<void>): RequestHandler =>
    guarded(services.logger, act);

  app.get(
    '/oidc/login',
    page(async (request, response) => {
      const { location, token } = await oidc.begin(nextOf(request.query.next, origin));
      response.append('Set-Cookie', cookie(token, FLOW_SECONDS)).redirect(302, location.href);
    })
  );

  app.get(
    CALLBACK,
    page(async (request, response) => {
      // Good for one answer, whatever that is.
      response.append('Set-Cookie', cookie('', 0));
      const token = parse(request.headers.cookie ?? '')[FLOW_COOKIE] ?? '';
      const query = request.originalUrl.slice(CALLBACK.length);
      const { groups, next, user } = await oidc.finish(query, token);
      response.locals.user = user;
      response
        .append('Set-Cookie', await sessions.beginAtProvider(user, groups))
        .redirect(302, next);
    })
  );

  app.get(
    LOGOUT,
    page(async (_request, response) => {
      response.redirect(302, (await oidc.endOfSession())?.href ?? '/signin');
    })
  );
}

function guarded(
  logger: Logger,
  act: (request: Request, response: Response) => Promise<void>
): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'no-store');
    try {
      await act(request, response);
    } catch (error) {
      if (!(error instanceof SignInError)) {
        throw error;
      }
      logger.warn({ err: error.cause, reason: error.message }, 'a sign-in did not work');
      const page = { title: 'Not signed in', sentences: [error.message], home: '/signin' } as const;
      sendPage(response, 403, page);
    }
  };
}

/** A path of ours; anything else that somebody made a link with is the first page. */
export function nextOf(next: unknown, origin: URL): string {
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, origin.href)) {
    return '/';
  }
  const url = new URL(next, origin);
  const path = url.pathname + url.search + url.hash;
  return url.origin === origin.origin && !path.startsWith('//') ? path : '/';
}
