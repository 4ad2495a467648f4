import { createHash } from 'node:crypto';

import {
  CONFIG_MAP,
  PERSISTENT_VOLUME_CLAIM,
  isAlreadyExists,
  isNotFound
} from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import {
  CODE_BYTES_MAX,
  PARAMETERS_BYTES_MAX,
  buildTrainingJob,
  checkTrainingJob
} from '@kubeflow-lab/resources';
import type {
  BuiltTrainingJob,
  ConfigMap,
  TrainingJob,
  TrainingJobKind
} from '@kubeflow-lab/resources';
import type { TrainingJobForm } from '@kubeflow-lab/schema';
import type { Logger } from 'pino';

import { ProblemError, invalid } from '../http/problem.js';
import { rawMember } from '../http/raw-member.js';
import { trainingJobResource } from './resource.js';

export interface CreateContext {
  kind: TrainingJobKind;
  /** The API server, asked as the caller. */
  kube: KubeClient;
  namespace: string;
  user: string;
  limits: { cpu: string; memory: string };
  /** The request's body as it was sent. */
  body: string;
  logger: Logger;
}

/** The objects of a form after every check that needs no write; throws problems that name the field. */
export async function planTrainingJob(
  form: TrainingJobForm,
  context: CreateContext
): Promise<BuiltTrainingJob> {
  const { kind, kube, namespace, user, limits } = context;
  const json = rawMember(context.body, 'code') ?? JSON.stringify(form.code);
  const parameters = rawMember(json, 'parameters') ?? JSON.stringify(form.code.parameters);
  const problems = checkTrainingJob(form, limits, kind);
  if (problems.length === 0 && Buffer.byteLength(json) > CODE_BYTES_MAX) {
    problems.push({
      path: 'code',
      message: 'The code is larger than 1 MB; move data into files on a volume.'
    });
  }
  if (problems.length === 0 && Buffer.byteLength(parameters) > PARAMETERS_BYTES_MAX) {
    const message = 'The parameters are larger than 100 kB; move data into files on a volume.';
    problems.push({ path: 'code.parameters', message });
  }
  if (problems.length > 0) {
    throw invalid(problems);
  }
  const sha256 = createHash('sha256').update(json).digest('hex');
  const built = buildTrainingJob(form, {
    namespace,
    user,
    code: { json, sha256 },
    parameters,
    kind
  });
  // Asks for the right to create, admission and a free name before anything is made.
  await kube.create(trainingJobResource(kind), built.job, { dryRun: true });
  await checkClaims(form, kube, namespace);
  return built;
}

/** Makes the job and then the ConfigMap that it owns; nothing is left when a step fails. */
export async function createTrainingJob(
  form: TrainingJobForm,
  context: CreateContext
): Promise<TrainingJob> {
  const { job, configMap } = await planTrainingJob(form, context);
  const { kind, kube, logger } = context;
  const resource = trainingJobResource(kind);
  const made = await kube.create(resource, job);
  try {
    await createOwned(kube, configMap, made);
    return made;
  } catch (error) {
    const { namespace, name = '', uid } = made.metadata ?? {};
    await kube
      .delete(resource, { namespace, name }, { preconditions: { uid } })
      .catch((cause: unknown) => logger.error({ err: cause, job: name }, 'a job was left behind'));
    throw error;
  }
}

/** The operator may make pods before the ConfigMap is there; they wait for it. */
async function createOwned(
  kube: KubeClient,
  configMap: ConfigMap,
  job: TrainingJob
): Promise<void> {
  const { apiVersion = '', kind = '', metadata } = job;
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
    await removeLeftover(kube, configMap, job);
    await kube.create(CONFIG_MAP, owned);
  }
}

/** Removes the code of an earlier job of the same name, which Kubernetes is about to remove anyway; nothing else. */
async function removeLeftover(
  kube: KubeClient,
  { metadata }: ConfigMap,
  job: TrainingJob
): Promise<void> {
  const key = { namespace: metadata?.namespace, name: metadata?.name ?? '' };
  try {
    const found = await kube.get(CONFIG_MAP, key);
    const owner = found.metadata?.ownerReferences?.find(
      reference => reference.kind === job.kind && reference.name === job.metadata?.name
    );
    if (owner === undefined || owner.uid === job.metadata?.uid) {
      throw new ProblemError(
        409,
        `A ConfigMap "${key.name}", which would hold the code of the job, exists already; choose another name.`,
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

async function checkClaims(
  form: TrainingJobForm,
  kube: KubeClient,
  namespace: string
): Promise<void> {
  await Promise.all(
    form.volumes.map(async ({ claim }, index) => {
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
