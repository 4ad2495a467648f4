/** `GET /auth/verify`: the gateway asks it before it forwards anything. */
import { parse } from 'cookie';
import type { Express, Request, Response } from 'express';

import { sendProblem } from '../http/errors.js';
import { isForPerson } from '../http/navigation.js';
import { sendPage } from '../http/pages.js';
import { ProblemError } from '../http/problem.js';
import type { Authenticator } from '../identity/authenticator.js';
import { identityOf } from '../identity/sessions.js';
import type { Session } from '../identity/sessions.js';
import type { Services } from '../services.js';
import { destinationOf, notebookOrigin } from './address.js';
import type { Destination, Notebook } from './address.js';
import { IDENTITY_HEADER, allow } from './allow.js';
import { connectPath, openDeed } from './connect.js';
import { NOTEBOOK_COOKIE, withoutOurs } from './notebook-cookie.js';
import { verifyModel } from './verify-model.js';
import { RETRY_SECONDS, called, sendWaitingPage, whyAway } from './waiting.js';

/** Where Envoy's ext_authz asks: the address of the request follows. */
const ENVOY_PREFIX = '/auth/envoy';

export function mountVerify(app: Express, services: Services, authenticator: Authenticator): void {
  app.get('/auth/verify', (request, response) =>
    verify(services, authenticator, request, response)
  );
  // Envoy asks with the method, the host and the path of the request itself.
  app.all(`${ENVOY_PREFIX}{/*path}`, (request, response) => {
    request.headers['x-forwarded-method'] = request.method;
    request.headers['x-forwarded-host'] = request.get('host') ?? '';
    request.headers['x-forwarded-uri'] = request.originalUrl.slice(ENVOY_PREFIX.length) || '/';
    return verify(services, authenticator, request, response);
  });
}

async function verify(
  services: Services,
  authenticator: Authenticator,
  request: Request,
  response: Response
): Promise<void> {
  response.set('Cache-Control', 'no-store');
  const host = request.get('x-forwarded-host') ?? '';
  const uri = request.get('x-forwarded-uri') ?? '';
  const destination = destinationOf(host, uri, services.config, request.headers);
  switch (destination.kind) {
    case 'bad':
      return refuse(
        services,
        request,
        response,
        400,
        'This address is not written as addresses are.'
      );
    case 'missing':
      return refuse(services, request, response, 404, 'There is nothing at this address.');
    case 'platform':
      return passToPlatform(request, response);
    case 'model':
      return verifyModel(services, authenticator, request, response, destination);
    case 'connect':
      return response.redirect(302, connectUrl(services, destination.notebook, destination.path));
    case 'slash':
      return response.redirect(302, destination.location);
    case 'notebook':
      return verifyNotebook(services, request, response, destination);
  }
}

/** The platform judges cookies and tokens itself; the gateway would drop them if the answer did not repeat them. */
function passToPlatform(request: Request, response: Response): void {
  const { cookie, authorization } = request.headers;
  if (cookie !== undefined) {
    response.set('Cookie', cookie);
  }
  if (authorization !== undefined) {
    response.set('Authorization', authorization);
  }
  allow(response);
}

async function verifyNotebook(
  services: Services,
  request: Request,
  response: Response,
  { notebook, path, code, clean }: Extract<Destination, { kind: 'notebook' }>
): Promise<void> {
  const granted = code === null ? null : services.codes.consume(code, notebook);
  if (granted !== null && services.sessions.isLive(granted.session)) {
    response.append('Set-Cookie', await services.notebookCookies.issue(granted.session, notebook));
    if (granted.language !== null) {
      const cookie = services.notebookCookies.language(granted.language, notebook);
      response.append('Set-Cookie', cookie);
    }
    return response.redirect(302, clean);
  }
  const session = await sessionOf(services, request, notebook);
  if (session === null) {
    return isNavigation(request)
      ? response.redirect(302, connectUrl(services, notebook, path))
      : refuse(
          services,
          request,
          response,
          401,
          `Open the ${called(notebook)} from the platform first.`
        );
  }
  if (!isOwnPage(request, notebookOrigin(notebook, services.config))) {
    return refuse(
      services,
      request,
      response,
      403,
      'This request came from another site and was refused.'
    );
  }
  if (!(await services.access.allowed(identityOf(session), openDeed(notebook)))) {
    const sentence = `You may not open the ${called(notebook)}; ask its owner for access.`;
    return refuse(services, request, response, 403, sentence);
  }
  if (code !== null) {
    // A code that was used before, as when somebody goes back in the browser's history.
    return response.redirect(302, clean);
  }
  const away = whyAway(services, notebook);
  if (away !== null) {
    return wait(services, request, response, away);
  }
  return passToNotebook(services, request, response, session, notebook);
}

function wait({ config }: Services, request: Request, response: Response, sentence: string): void {
  // Envoy takes 500 and above for a failure of ours, and shows a page of its own without a word.
  const status = request.path.startsWith(`${ENVOY_PREFIX}/`) ? 409 : 503;
  if (isNavigation(request)) {
    sendWaitingPage(response, sentence, config.origin.href, status);
  } else {
    sendProblem(response, new ProblemError(status, sentence, { retryAfter: RETRY_SECONDS }));
  }
}

async function sessionOf(
  { notebookCookies, sessions }: Services,
  request: Request,
  notebook: Notebook
): Promise<Session | null> {
  const cookie = parse(request.headers.cookie ?? '')[NOTEBOOK_COOKIE];
  const session = cookie === undefined ? null : await notebookCookies.read(cookie, notebook);
  return session !== null && sessions.isLive(session) ? session : null;
}

async function passToNotebook(
  { notebookIdentity }: Services,
  request: Request,
  response: Response,
  session: Session,
  notebook: Notebook
): Promise<void> {
  response.set(IDENTITY_HEADER, await notebookIdentity.sign(session, notebook));
  const rest = withoutOurs(request.headers.cookie ?? '');
  if (rest !== '') {
    response.set('Cookie', rest);
  }
  allow(response);
}

/** Whether a person follows a link, so that a page or a redirect helps them. */
function isNavigation(request: Request): boolean {
  const method = request.get('x-forwarded-method') ?? 'GET';
  return (
    isForPerson(request) &&
    (method === 'GET' || method === 'HEAD') &&
    request.get('upgrade') === undefined
  );
}

/** Another page's script may not use the cookie, not even a neighbouring notebook's, whose site may be the same. */
function isOwnPage(request: Request, own: string): boolean {
  const origin = request.get('origin');
  const site = request.get('sec-fetch-site');
  const foreign = site === 'cross-site' || site === 'same-site';
  return (origin === undefined || origin === own) && (!foreign || isNavigation(request));
}

function connectUrl({ config }: Services, notebook: Notebook, path: string): string {
  const url = new URL(connectPath(notebook), config.origin);
  if (path !== '') {
    url.searchParams.set('path', path);
  }
  return url.href;
}

function refuse(
  { config }: Services,
  request: Request,
  response: Response,
  status: number,
  sentence: string
): void {
  if (isNavigation(request)) {
    const title = status === 403 ? 'Not allowed' : 'Not found';
    sendPage(response, status, { title, sentences: [sentence], home: config.origin.href });
  } else {
    sendProblem(response, new ProblemError(status, sentence));
  }
}
