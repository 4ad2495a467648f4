/** `GET /connect/<ns>/<name>`: from the platform to a notebook's own origin. */
import type { Express, Request, Response } from 'express';

import { chosenLanguage } from '../http/language.js';
import { sendPage } from '../http/pages.js';
import type { Authenticator } from '../identity/authenticator.js';
import { identityOf } from '../identity/sessions.js';
import type { Services } from '../services.js';
import { CODE_PARAMETER, basePath, isLabel, notebookOrigin, safeSubPath } from './address.js';
import type { Notebook } from './address.js';
import { isReachable } from './reachable.js';
import { called, sendWaitingPage, whyAway } from './waiting.js';

/** What is opened where no path is asked for. */
const START = { notebook: 'lab', tensorboard: '' };

/**
 * The right that opening needs: of a notebook to change it, because a terminal in it can do all that its service account
 * can; of a TensorBoard to see it, because it only shows.
 */
export const openDeed = ({ app, namespace, name }: Notebook) => ({
  ...(app === undefined
    ? { verb: 'update', group: 'kubeflow.org', resource: 'notebooks' }
    : { verb: 'get', group: 'tensorboard.kubeflow.org', resource: 'tensorboards' }),
  namespace,
  name
});

/** Where the platform lets people in. */
export function connectPath({ app, namespace, name }: Notebook): string {
  return `/connect/${app === undefined ? '' : `${app}/`}${namespace}/${name}`;
}

export function mountConnect(app: Express, services: Services, authenticator: Authenticator): void {
  app.get('/connect/:namespace/:name', (request, response) =>
    connect(services, authenticator, request, response, namedIn(request))
  );
  app.get('/connect/tensorboard/:namespace/:name', (request, response) =>
    connect(services, authenticator, request, response, { ...namedIn(request), app: 'tensorboard' })
  );
}

function namedIn(request: Request): Notebook {
  const { namespace, name } = request.params as Record<string, string>;
  return { namespace, name };
}

async function connect(
  services: Services,
  authenticator: Authenticator,
  request: Request,
  response: Response,
  notebook: Notebook
): Promise<void> {
  const { config, access, codes, notebookCookies } = services;
  response.set('Cache-Control', 'no-store');
  if (!isLabel(notebook.namespace) || !isLabel(notebook.name)) {
    const sentences = ['There is nothing at this address.'];
    sendPage(response, 404, { title: 'Not found', sentences, home: '/' });
    return;
  }
  const session = await authenticator.sessionOf(request);
  if (session === null) {
    response.redirect(302, `/?next=${encodeURIComponent(request.originalUrl)}`);
    return;
  }
  response.locals.user = session.user;
  if (!(await access.allowed(identityOf(session), openDeed(notebook)))) {
    const sentences = [`You may not open the ${called(notebook)}; ask its owner for access.`];
    sendPage(response, 403, { title: 'Not allowed', sentences, home: '/' });
    return;
  }
  if (!(await isReachable(config, notebookCookies, session, notebook))) {
    const sentence = whyAway(services, notebook) ?? `The ${called(notebook)} does not answer yet.`;
    sendWaitingPage(response, sentence, '/');
    return;
  }
  const wanted = typeof request.query.path === 'string' ? request.query.path : '';
  const target = new URL(
    basePath(notebook) + (safeSubPath(wanted) || START[notebook.app ?? 'notebook']),
    notebookOrigin(notebook, config)
  );
  const grant = { session, language: chosenLanguage(request) };
  target.searchParams.set(CODE_PARAMETER, codes.issue(grant, notebook));
  response.redirect(302, target.href);
}
