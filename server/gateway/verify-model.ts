/** Whether a request may go on to a served model. */
import type { Request, Response } from 'express';

import { checkCrossSite } from '../http/cross-site.js';
import type { Authenticator } from '../identity/authenticator.js';
import type { Services } from '../services.js';
import { allow } from './allow.js';

/**
 * Whoever may see the service may ask it, with a token or with a session. Programs ask models: a page that somebody opens
 * never gets there, because it lacks the header that a session needs (the address is the platform's, and what a model
 * answers is anybody's). Nothing of the caller is passed on: neither cookies nor tokens, by which the model could act.
 * Throws a problem 401 or 403.
 */
export async function verifyModel(
  { access, config }: Services,
  authenticator: Authenticator,
  request: Request,
  response: Response,
  { namespace, name }: { namespace: string; name: string }
): Promise<void> {
  checkCrossSite(request, config.origin);
  const { identity } = await authenticator.authenticate(request);
  const deed = {
    verb: 'get',
    group: 'serving.kserve.io',
    resource: 'inferenceservices',
    namespace,
    name
  };
  await access.demand(
    identity,
    deed,
    `You may not ask the model "${name}" of project "${namespace}"; ask its owner for access.`
  );
  allow(response);
}
