/**
 * `GET /auth/activity/<ns>/<name>`: a token by which a notebook's server tells how it is used, and does nothing else. For
 * the controller, which stops servers that nobody uses and must ask those, too, that answer nobody without an identity.
 */
import type { Express, Request, Response } from 'express';

import { ProblemError } from '../http/problem.js';
import type { Authenticator } from '../identity/authenticator.js';
import type { Services } from '../services.js';
import type { Notebook } from './address.js';

/**
 * Whoever may do this may ask every server how it is used. There is no such subresource: the name stands in no role but
 * that of the controller, and nobody else's role says "all subresources of notebooks".
 */
const activityDeed = ({ namespace, name }: Notebook) => ({
  verb: 'get',
  group: 'kubeflow.org',
  resource: 'notebooks',
  subresource: 'activity',
  namespace,
  name
});

export function mountActivity(app: Express, services: Services, authenticator: Authenticator) {
  app.get('/auth/activity/:namespace/:name', (request, response) =>
    answer(services, authenticator, request, response)
  );
}

async function answer(
  { access, notebookIdentity }: Services,
  authenticator: Authenticator,
  request: Request,
  response: Response
): Promise<void> {
  const { identity, session } = await authenticator.authenticate(request);
  const { namespace, name } = request.params as Record<string, string>;
  // A browser's session is for people; nothing of theirs needs this.
  if (session !== null || !(await access.allowed(identity, activityDeed({ namespace, name })))) {
    throw new ProblemError(403, 'You may not ask notebook servers how they are used.');
  }
  response
    .set('Cache-Control', 'no-store')
    .json(await notebookIdentity.signActivity({ namespace, name }));
}
