/** The stored versions of a served model, and the way back to one of them. */
import {
  MODEL_META_FILE,
  modelFolder,
  modelOf,
  nextVersionPatch,
  readVersionMeta,
  servedAs,
  versionProblem
} from '@kubeflow-lab/resources';
import type { InferenceService, StoredModel } from '@kubeflow-lab/resources';
import type { ModelVersions, RollbackForm } from '@kubeflow-lab/schema';

import { withBucket } from '../files/bucket.js';
import type { Bucket } from '../files/bucket.js';
import { listFolder } from '../files/objects.js';
import { ProblemError, invalid } from '../http/problem.js';
import type { ObjectCall } from '../kinds/definition.js';
import { readText, storedVersions } from './store.js';

type ModelCall = ObjectCall<InferenceService>;

export async function versions(call: ModelCall): Promise<ModelVersions> {
  // Who may not see the service is not told what it could serve.
  const { metadata } = await call.read();
  return inBucket(call, async bucket => ({
    items: await storedVersions(bucket, metadata?.name ?? '')
  }));
}

/** Gives a service the stored version as its next model: the one before answers until that one does. */
export async function rollback(
  call: ModelCall,
  { version }: RollbackForm
): Promise<InferenceService> {
  const service = await call.read();
  const { name } = call.key;
  const model = await storedModel(call, service, version);
  const current = modelOf(service);
  if (model.storageUri === current?.storageUri) {
    throw new ProblemError(409, `Version ${version} of ${name} is the one to be served already.`);
  }
  const context = { namespace: call.namespace, user: call.caller.identity.user };
  return call.caller.kube.mergePatch(call.resource, call.key, nextVersionPatch(model, context));
}

/** A version of a service's model in the bucket, as it is served. Throws a problem where there is none. */
export async function storedModel(
  call: ModelCall,
  service: InferenceService,
  version: string
): Promise<StoredModel> {
  const { name } = call.key;
  if (versionProblem(version, name, []) !== null) {
    throw missing(name, version);
  }
  return inBucket(call, bucket => modelOfVersion(bucket, service, name, version));
}

function inBucket<T>(
  { caller, namespace, services }: ModelCall,
  task: (bucket: Bucket) => Promise<T>
): Promise<T> {
  return withBucket(caller, namespace, services.config.bucketEndpoints, task);
}

/** A stored version as it is served. Throws a problem where nothing lies there. */
async function modelOfVersion(
  bucket: Bucket,
  service: InferenceService,
  name: string,
  version: string
): Promise<StoredModel> {
  const folder = modelFolder(name, version);
  const { files, folders } = await listFolder(bucket, folder, { limit: 10 });
  if (files.every(file => file.name === MODEL_META_FILE) && folders.length === 0) {
    throw missing(name, version);
  }
  const meta = (await readText(bucket, folder + MODEL_META_FILE)) ?? '';
  const { format, sample } = servedAs(meta);
  const { notebook, origin } = readVersionMeta(meta);
  const current = modelOf(service)?.modelFormat;
  return {
    name,
    format: format ?? { name: current?.name ?? '', version: current?.version },
    storageUri: `s3://${bucket.name}/${folder.slice(0, -1)}`,
    sample,
    ...(notebook === null ? {} : { notebook }),
    ...(origin === null ? {} : { from: origin })
  };
}

function missing(name: string, version: string): ProblemError {
  const message = `There is no version ${version} of ${name} in the bucket.`;
  return invalid([{ path: 'version', message }], 404);
}
