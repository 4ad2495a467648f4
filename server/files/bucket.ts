/** The bucket of a project, opened with the keys that the caller may read. */
import { S3Client } from '@aws-sdk/client-s3';
import { SECRET, isForbidden, isNotFound, secretValues } from '@kubeflow-lab/kube';
import { BUCKET_SECRET, readBucketAccess } from '@kubeflow-lab/resources';

import { ProblemError } from '../http/problem.js';
import type { Caller } from '../identity/authenticator.js';
import { bucketProblem } from './problems.js';

export interface Bucket {
  name: string;
  client: S3Client;
}

const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 60_000 };
const nothing = () => {};
const SILENT = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/**
 * Does something with a project's bucket. RBAC decides who may: it is they who read the Secret.
 * @param endpoints the bucket services of the installation. A project's people can change the Secret, and this server
 *   must not be led to any other address by it.
 */
export async function withBucket<T>(
  { kube }: Caller,
  namespace: string,
  endpoints: readonly string[],
  task: (bucket: Bucket) => Promise<T>
): Promise<T> {
  const access = await readAccess(kube, namespace);
  const { endpoint, region, bucket: name, ...credentials } = access;
  if (!endpoints.includes(endpoint)) {
    throw new ProblemError(
      422,
      `The Secret ${BUCKET_SECRET} of project "${namespace}" names a bucket service that this installation does not use; delete the Secret, and it is made anew.`
    );
  }
  const client = new S3Client({
    endpoint,
    region,
    credentials,
    forcePathStyle: true,
    // A stream is passed on as it comes; a checksum before it would need all of it.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: TIMEOUTS,
    // What goes wrong is answered, and logged where it is.
    logger: SILENT
  });
  try {
    return await task({ name, client });
  } catch (error) {
    throw bucketProblem(error, namespace);
  } finally {
    client.destroy();
  }
}

async function readAccess(kube: Caller['kube'], namespace: string) {
  try {
    const secret = await kube.get(SECRET, { namespace, name: BUCKET_SECRET });
    const access = readBucketAccess(secretValues(secret));
    if (access !== null) {
      return access;
    }
  } catch (error) {
    if (isForbidden(error)) {
      throw new ProblemError(
        403,
        `You may not see the files of project "${namespace}"; ask its owner for access.`,
        { cause: error }
      );
    }
    if (!isNotFound(error)) {
      throw error;
    }
  }
  throw noBucket(namespace);
}

/** Where there is no bucket service, or the project has no keys yet. */
function noBucket(namespace: string): ProblemError {
  return new ProblemError(
    503,
    `Project "${namespace}" has no bucket: the bucket service is missing, or still being installed.`,
    { type: 'urn:kubeflow-lab:not-installed', retryAfter: 10 }
  );
}
