import { plainText } from '@kubeflow-lab/resources';

/** The bucket service refused, or did not answer. The message is a sentence without its end. */
export class BucketServiceError extends Error {
  constructor(deed: string, reason: string, options?: { cause?: unknown }) {
    super(`The bucket service could not ${deed}: ${plainText(reason, 300)}`, options);
    this.name = 'BucketServiceError';
  }

  static from(deed: string, error: unknown): BucketServiceError {
    const { name = '', message = '' } = error instanceof Error ? error : {};
    const status = statusOf(error);
    const reason = [status === undefined ? '' : `${status}`, name, message].filter(Boolean);
    return new BucketServiceError(deed, reason.join(' '), { cause: error });
  }
}

/** Which of the expected refusals, by name or HTTP status, an error of the S3 or IAM client is. */
export function isOneOf<E extends string | number>(
  error: unknown,
  expected: readonly E[]
): E | undefined {
  const name = error instanceof Error ? error.name : '';
  return expected.find(one => one === name || one === statusOf(error));
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}
