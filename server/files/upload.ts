import { PutObjectCommand } from '@aws-sdk/client-s3';
import { formatBytes } from '@kubeflow-lab/resources';
import type { FileEntry } from '@kubeflow-lab/schema';
import type { Request } from 'express';

import { ProblemError } from '../http/problem.js';
import type { Bucket } from './bucket.js';
import { entryOf } from './objects.js';

/** How long the body of an upload is, in bytes; throws a problem where that is not said (411) or too much (413). */
export function uploadSize(request: Request, limit: number): number {
  const said = request.get('content-length');
  if (said === undefined) {
    throw new ProblemError(411, 'An upload must say its size in the header Content-Length.');
  }
  const size = Number(said);
  if (size > limit) {
    throw new ProblemError(
      413,
      `The file is too large: ${formatBytes(limit)} can be uploaded at most. Write larger ones from a notebook.`
    );
  }
  return size;
}

/** Passes a request's body on to a file of the bucket, as it comes. */
export async function storeUpload(
  { client, name: Bucket }: Bucket,
  Key: string,
  request: Request,
  { size, signal }: { size: number; signal: AbortSignal }
): Promise<FileEntry> {
  const upload = new PutObjectCommand({
    Bucket,
    Key,
    Body: size === 0 ? '' : request,
    ContentLength: size,
    // Whatever the client calls it: it is given back as bytes.
    ContentType: 'application/octet-stream',
    IfNoneMatch: request.get('if-none-match') === '*' ? '*' : undefined
  });
  // No limit but the connection's: a large file on a slow line takes its time.
  await client.send(upload, { abortSignal: signal, requestTimeout: 0 });
  return entryOf(Key, size, new Date());
}
