/** Whether a request may go on to a served model. */
import { rateLimitOf } from '@kubeflow-lab/resources';
import type { InferenceService } from '@kubeflow-lab/resources';
import type { Request, Response } from 'express';

import { checkCrossSite } from '../http/cross-site.js';
import { ProblemError } from '../http/problem.js';
import type { Authenticator } from '../identity/authenticator.js';
import { isClientToken } from '../identity/client-token.js';
import { bearerToken } from '../identity/token-review.js';
import { INFERENCE_SERVICE } from '../inference-services/resource.js';
import type { Services } from '../services.js';
import type { Destination } from './address.js';
import { allow } from './allow.js';
import { isManagement, isPrediction } from './prediction-path.js';

type Model = Extract<Destination, { kind: 'model' }>;

/**
 * Whoever may see the service may ask it, with a token or with a session, and so may the programs that have a token for
 * it; nobody steers its server. Programs ask models: a page that somebody opens never gets there, because it lacks the header that a session needs
 * (the address is the platform's, and what a model answers is anybody's). Nothing of the caller is passed on: neither
 * cookies nor tokens, by which the model could act. Throws a problem 401, 403 or 429.
 */
export async function verifyModel(
  services: Services,
  authenticator: Authenticator,
  request: Request,
  response: Response,
  model: Model
): Promise<void> {
  checkCrossSite(request, services.config.origin);
  const { namespace, name } = model;
  const service = services.cache
    .kind<InferenceService>(INFERENCE_SERVICE.plural)
    .store.get({ namespace, name });
  const token = bearerToken(request);
  const who = isClientToken(token)
    ? await clientOf(services, request, model, token, service)
    : await personOf(services, authenticator, request, model);
  const limit = (service && rateLimitOf(service)) ?? services.config.modelLimit;
  const wait = services.modelRequests.take(`${namespace}/${name} ${who}`, limit);
  if (wait > 0) {
    throw new ProblemError(
      429,
      `You may ask the model "${name}" ${limit.perSecond} times a second; wait a moment.`,
      { retryAfter: wait }
    );
  }
  allow(response);
}

async function clientOf(
  { modelClients }: Services,
  request: Request,
  { name, path }: Model,
  token: string,
  service: InferenceService | undefined
): Promise<string> {
  const client = service === undefined ? null : await modelClients.identify(token, service);
  if (client === null) {
    throw new ProblemError(
      401,
      `The token is not valid for the model "${name}", or has expired, or was revoked.`
    );
  }
  if (!isPrediction(request.get('x-forwarded-method') ?? 'GET', path)) {
    throw new ProblemError(403, "A client's token is for asking the model, and for nothing else.");
  }
  return `client ${client}`;
}

async function personOf(
  { access }: Services,
  authenticator: Authenticator,
  request: Request,
  { namespace, name, path }: Model
): Promise<string> {
  const { identity } = await authenticator.authenticate(request);
  const deed = {
    verb: 'get',
    group: INFERENCE_SERVICE.group,
    resource: INFERENCE_SERVICE.plural,
    namespace,
    name
  };
  await access.demand(
    identity,
    deed,
    `You may not ask the model "${name}" of project "${namespace}"; ask its owner for access.`
  );
  if (isManagement(path)) {
    throw new ProblemError(
      403,
      `This address steers the server of the model "${name}", and is for the cluster alone; ask the model for predictions.`
    );
  }
  return `person ${identity.user}`;
}
