import { types } from 'node:util';

import { plainText } from '@kubeflow-lab/resources';

import { ProblemError } from '../http/problem.js';

/** What the S3 client threw, as a problem; everything else is passed on as it is. */
export function bucketProblem(error: unknown, namespace: string): unknown {
  if (error instanceof ProblemError || !types.isNativeError(error)) {
    return error;
  }
  if (error.name === 'AbortError') {
    return new ProblemError(400, 'The request was broken off.', { cause: error });
  }
  const status = statusOf(error as Sent);
  const where = `project "${namespace}"`;
  if (status === undefined) {
    return isConnection(error)
      ? new ProblemError(503, 'The bucket service does not answer at the moment; try again soon.', {
          type: 'urn:kubeflow-lab:bucket-unreachable',
          retryAfter: 5,
          cause: error
        })
      : error;
  }
  switch (error.name) {
    case 'NoSuchKey':
    case 'NotFound':
      return new ProblemError(404, `There is no such file in ${where}.`, { cause: error });
    case 'PreconditionFailed':
      return new ProblemError(412, `A file of this name exists already in ${where}.`, {
        cause: error
      });
    case 'InvalidArgument':
      return new ProblemError(400, '"after" is not from a list of this folder.', { cause: error });
  }
  if (status === 403 || error.name === 'NoSuchBucket') {
    return new ProblemError(
      503,
      `The bucket of ${where} does not open with the project's keys: they are being renewed, or the bucket is gone. Try again soon.`,
      { retryAfter: 10, cause: error }
    );
  }
  return new ProblemError(
    status === 507 ? 507 : 503,
    `The bucket service could not do this: ${plainText(error.message, 200)}.`,
    { retryAfter: 10, cause: error }
  );
}

interface Sent {
  /** What the S3 client knows of its request, also where no answer came. */
  $metadata?: { httpStatusCode?: number };
}

function statusOf(error: Sent): number | undefined {
  return error.$metadata?.httpStatusCode;
}

const CONNECTION = /^(ECONN|ENOTFOUND|EAI_|EPIPE|EHOST|ENET|ETIMEDOUT)/;

/** Whether the request did not reach the service, or its answer not us. */
function isConnection(error: Error & Sent & { code?: unknown }): boolean {
  return error.$metadata !== undefined || CONNECTION.test(String(error.code));
}
