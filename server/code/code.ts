/** The code of cells as it travels into a job: byte for byte as it was sent, in a ConfigMap that the job owns. */
import { createHash } from 'node:crypto';

import {
  CONFIG_MAP,
  PERSISTENT_VOLUME_CLAIM,
  isAlreadyExists,
  isNotFound
} from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import { CODE_BYTES_MAX, PARAMETERS_BYTES_MAX } from '@kubeflow-lab/resources';
import type { ConfigMap, KubeObject } from '@kubeflow-lab/resources';
import type { FieldError, JobCode } from '@kubeflow-lab/schema';
import type { Logger } from 'pino';

import { ProblemError, invalid } from '../http/problem.js';
import { rawMember } from './raw-member.js';

export interface SentCode {
  /** The exact text of the form's `code`. */
  json: string;
  /** Of its UTF-8 bytes, lower-case hex. */
  sha256: string;
  /** The exact text of its `parameters`. */
  parameters: string;
  /** What is too large. */
  problems: FieldError[];
}

/** The code of a form as it stands in the body of the request. */
export function sentCode(code: JobCode, body: string): SentCode {
  const json = rawMember(body, 'code') ?? JSON.stringify(code);
  const parameters = rawMember(json, 'parameters') ?? JSON.stringify(code.parameters);
  const sha256 = createHash('sha256').update(json).digest('hex');
  return { json, sha256, parameters, problems: sizeProblems(json, parameters) };
}

function sizeProblems(json: string, parameters: string): FieldError[] {
  if (Buffer.byteLength(json) > CODE_BYTES_MAX) {
    const message = 'The code is larger than 1 MB; move data into files on a volume.';
    return [{ path: 'code', message }];
  }
  if (Buffer.byteLength(parameters) > PARAMETERS_BYTES_MAX) {
    const message = 'The parameters are larger than 100 kB; move data into files on a volume.';
    return [{ path: 'code.parameters', message }];
  }
  return [];
}

/** Throws a problem that names the first volume which the project does not have. */
export async function demandClaims(
  volumes: readonly { claim: string }[],
  kube: KubeClient,
  namespace: string
): Promise<void> {
  await Promise.all(
    volumes.map(async ({ claim }, index) => {
      try {
        await kube.get(PERSISTENT_VOLUME_CLAIM, { namespace, name: claim });
      } catch (error) {
        if (isNotFound(error)) {
          const message = `There is no volume "${claim}" in project "${namespace}"; name one that exists.`;
          throw invalid([{ path: `volumes.${index}.claim`, message }]);
        }
        throw error;
      }
    })
  );
}

export interface CodeOwner<O extends KubeObject> {
  resource: Kind<O>;
  object: O;
  configMap: ConfigMap;
  /** What people call it: `job`. */
  what: string;
}

/**
 * Makes the object and then the ConfigMap that it owns; nothing is left when a step fails. Pods may be made before the
 * ConfigMap is there: they wait for it.
 */
export async function createWithCode<O extends KubeObject>(
  kube: KubeClient,
  owner: CodeOwner<O>,
  logger: Logger
): Promise<O> {
  const made = await kube.create(owner.resource, owner.object);
  try {
    await createOwned(kube, { ...owner, object: made });
    return made;
  } catch (error) {
    const { namespace, name = '', uid } = made.metadata ?? {};
    await kube
      .delete(owner.resource, { namespace, name }, { preconditions: { uid } })
      .catch((cause: unknown) =>
        logger.error({ err: cause, name }, `a ${owner.what} was left behind`)
      );
    throw error;
  }
}

async function createOwned(kube: KubeClient, owner: CodeOwner<KubeObject>): Promise<void> {
  const { configMap, object } = owner;
  const { apiVersion = '', kind = '', metadata } = object;
  const owned: ConfigMap = {
    ...configMap,
    metadata: {
      ...configMap.metadata,
      ownerReferences: [
        { apiVersion, kind, name: metadata?.name ?? '', uid: metadata?.uid ?? '', controller: true }
      ]
    }
  };
  try {
    await kube.create(CONFIG_MAP, owned);
  } catch (error) {
    if (!isAlreadyExists(error)) {
      throw error;
    }
    await removeLeftover(kube, owner);
    await kube.create(CONFIG_MAP, owned);
  }
}

/** Removes the code of an earlier object of the same name, which Kubernetes is about to remove anyway; nothing else. */
async function removeLeftover(
  kube: KubeClient,
  { configMap: { metadata }, object, what }: CodeOwner<KubeObject>
): Promise<void> {
  const key = { namespace: metadata?.namespace, name: metadata?.name ?? '' };
  try {
    const found = await kube.get(CONFIG_MAP, key);
    const owner = found.metadata?.ownerReferences?.find(
      reference => reference.kind === object.kind && reference.name === object.metadata?.name
    );
    if (owner === undefined || owner.uid === object.metadata?.uid) {
      throw new ProblemError(
        409,
        `A ConfigMap "${key.name}", which would hold the code of the ${what}, exists already; choose another name.`,
        { errors: [{ path: 'name', message: `The ConfigMap "${key.name}" exists already.` }] }
      );
    }
    await kube.delete(CONFIG_MAP, key, { preconditions: { uid: found.metadata?.uid } });
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
}
