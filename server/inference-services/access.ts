/** Who asks a model from outside: the clients that have a token for it, and how often anybody may ask. */
import { SECRET, isAlreadyExists, isForbidden, isNotFound } from '@kubeflow-lab/kube';
import type { Secret } from '@kubeflow-lab/kube';
import {
  CREATED_BY_ANNOTATION,
  checkClient,
  clientSecretName,
  isObjectName,
  rateLimitOf,
  rateLimitPatch
} from '@kubeflow-lab/resources';
import type { InferenceService } from '@kubeflow-lab/resources';
import type {
  ClientForm,
  LimitForm,
  ModelAccess,
  NewClient,
  RevokeForm
} from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import { clientTokenHash, newClientToken } from '../identity/client-token.js';
import type { ObjectCall } from '../kinds/definition.js';
import { CLIENT_MODEL_LABEL, clientIn, clientSecret } from './client-secrets.js';

type ModelCall = ObjectCall<InferenceService>;

const DAY_MS = 86_400_000;

export async function modelAccess(call: ModelCall): Promise<ModelAccess> {
  const service = await call.read();
  const secrets = await secretsOf(call);
  const clients = secrets.flatMap(secret => {
    const client = clientIn(secret, service);
    const { creationTimestamp = null, annotations } = secret.metadata ?? {};
    const createdBy = annotations?.[CREATED_BY_ANNOTATION] ?? null;
    return client === null
      ? []
      : [{ name: client.name, expires: client.expires, created: creationTimestamp, createdBy }];
  });
  const own = rateLimitOf(service);
  return {
    clients: clients.sort((a, b) => (a.name < b.name ? -1 : 1)),
    limit: own ?? call.services.config.modelLimit,
    ownLimit: own !== null
  };
}

/** Makes a client and its token, which is told this once. Whoever may write Secrets of the project may make one. */
export async function newClient(call: ModelCall, form: ClientForm): Promise<NewClient> {
  const problems = checkClient(form);
  if (problems.length > 0) {
    throw invalid(problems);
  }
  const service = await call.read();
  const { caller, key, services } = call;
  const { name, days } = form;
  const token = newClientToken(name);
  const expires = new Date(Date.now() + days * DAY_MS).toISOString();
  const client = { name, expires, hash: clientTokenHash(token, key) };
  try {
    await caller.kube.create(SECRET, clientSecret(service, client, caller.identity.user));
  } catch (error) {
    throw isAlreadyExists(error) ? taken(name, error) : error;
  }
  services.modelClients.forget(key, name);
  return { name, expires, token };
}

function taken(name: string, cause: unknown): ProblemError {
  const message = `There is a client "${name}" already; revoke its token first, or choose another name.`;
  return new ProblemError(409, message, { errors: [{ path: 'name', message }], cause });
}

/** Takes a client's token away; it is refused at once. */
export async function revokeClient(call: ModelCall, { name }: RevokeForm): Promise<ModelAccess> {
  const service = await call.read();
  const { caller, key, services } = call;
  const secret = { namespace: key.namespace, name: clientSecretName(key.name, name) };
  const kept = isObjectName(secret.name) ? await secretOf(call, secret.name) : null;
  if (kept === null || clientIn(kept, service) === null) {
    throw new ProblemError(404, `The model "${key.name}" has no client of this name.`);
  }
  await caller.kube.delete(SECRET, secret);
  services.modelClients.forget(key, name);
  return modelAccess(call);
}

async function secretsOf({ caller, key }: ModelCall): Promise<Secret[]> {
  const labelSelector = `${CLIENT_MODEL_LABEL}=${key.name}`;
  try {
    return (await caller.kube.list(SECRET, { namespace: key.namespace, labelSelector })).items;
  } catch (error) {
    throw isForbidden(error)
      ? new ProblemError(
          403,
          'Only who may read the Secrets of the project sees who has a token.',
          {
            cause: error
          }
        )
      : error;
  }
}

async function secretOf({ caller, namespace }: ModelCall, name: string): Promise<Secret | null> {
  try {
    return await caller.kube.get(SECRET, { namespace, name });
  } catch (error) {
    if (isNotFound(error)) {
      return null;
    }
    throw error;
  }
}

/** Sets how often each client and each person may ask. */
export function setLimit(
  { caller, key, resource }: ModelCall,
  { limit }: LimitForm
): Promise<InferenceService> {
  return caller.kube.mergePatch(resource, key, rateLimitPatch(limit));
}
