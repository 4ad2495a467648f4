/** `GET /connect/<ns>/<name>`: from the platform to a notebook's own origin. */
import type { Express, Request, Response } from 'express';

import { sendPage } from '../http/pages.js';
import type { Services } from '../services.js';
import { CODE_PARAMETER, basePath, notebookOrigin, safeSubPath } from './address.js';
import type { Notebook } from './address.js';
import { isReachable } from './reachable.js';
import { sendWaitingPage, whyAway } from './waiting.js';

const LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** The right that opening a notebook needs: a terminal in it can do all that its service account can. */
export const openDeed = ({ namespace, name }: Notebook) => ({
  verb: 'update',
  group: 'kubeflow.org',
  resource: 'notebooks',
  namespace,
  name
});

export function mountConnect(app: Express, services: Services): void {
  app.get('/connect/:namespace/:name', (request, response) => connect(services, request, response));
}

async function connect(services: Services, request: Request, response: Response): Promise<void> {
  const { config, sessions, access, codes, notebookCookies } = services;
  response.set('Cache-Control', 'no-store');
  const { namespace, name } = request.params as Record<string, string>;
  const notebook = { namespace, name };
  if (!LABEL.test(namespace) || !LABEL.test(name)) {
    sendPage(response, 404, 'Not found', 'There is no notebook server at this address.', '/');
    return;
  }
  const session = await sessions.of(request);
  if (session === null) {
    response.redirect(302, `/?next=${encodeURIComponent(request.originalUrl)}`);
    return;
  }
  response.locals.user = session.user;
  if (!(await access.allowed({ user: session.user }, openDeed(notebook)))) {
    sendPage(
      response,
      403,
      'Not allowed',
      `You may not open the notebook server "${name}" in project "${namespace}"; ask its owner for access.`,
      '/'
    );
    return;
  }
  if (!(await isReachable(config, notebookCookies, session, notebook))) {
    const sentence =
      whyAway(services, notebook) ??
      `The notebook server "${name}" in project "${namespace}" does not answer yet.`;
    sendWaitingPage(response, sentence, '/');
    return;
  }
  const wanted = typeof request.query.path === 'string' ? request.query.path : '';
  const target = new URL(
    basePath(notebook) + (safeSubPath(wanted) || 'lab'),
    notebookOrigin(notebook, config)
  );
  target.searchParams.set(CODE_PARAMETER, codes.issue(session, notebook));
  response.redirect(302, target.href);
}
