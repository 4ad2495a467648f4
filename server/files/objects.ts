/** What is read and deleted in a bucket. */
import { Readable } from 'node:stream';

import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command
} from '@aws-sdk/client-s3';
import type { FileEntry, FileList } from '@kubeflow-lab/schema';

import { ProblemError } from '../http/problem.js';
import type { Bucket } from './bucket.js';
import { IMAGE_PREVIEW, TEXT_PREVIEW, kindOf } from './preview.js';

export interface Content {
  body: Readable;
  /** Bytes. */
  size: number;
  /** For the Content-Type header. */
  type: string;
}

/** One page of a folder. */
export async function listFolder(
  { client, name: bucket }: Bucket,
  prefix: string,
  { after, limit }: { after?: string; limit: number }
): Promise<FileList> {
  const page = await client.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: '/',
      MaxKeys: limit,
      ContinuationToken: after
    })
  );
  const folders = (page.CommonPrefixes ?? []).map(({ Prefix: path = '' }) => ({
    name: path.slice(prefix.length, -1),
    path
  }));
  const files = (page.Contents ?? [])
    // Some programs mark a folder by an empty object of its name.
    .filter(({ Key = '' }) => !Key.endsWith('/'))
    .map(({ Key = '', Size, LastModified }) =>
      entryOf(Key, Size ?? 0, LastModified ?? new Date(0))
    );
  const next = page.IsTruncated ? (page.NextContinuationToken ?? null) : null;
  return { bucket, prefix, folders, files, next };
}

export function entryOf(path: string, size: number, modified: Date): FileEntry {
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    size,
    modified: modified.toISOString()
  };
}

/** All of a file, as it comes. */
export async function openFile(
  { client, name: Bucket }: Bucket,
  Key: string,
  abortSignal: AbortSignal
): Promise<Content> {
  const answer = await client.send(new GetObjectCommand({ Bucket, Key }), { abortSignal });
  return {
    body: answer.Body as Readable,
    size: answer.ContentLength ?? 0,
    type: 'application/octet-stream'
  };
}

/** What can be shown of a file; throws a problem 415 where that is nothing. */
export async function readPreview(bucket: Bucket, key: string): Promise<Content> {
  const { client, name: Bucket } = bucket;
  const { ContentLength: size = 0 } = await client.send(
    new HeadObjectCommand({ Bucket, Key: key })
  );
  const head = await readHead(bucket, key, Math.min(size, TEXT_PREVIEW));
  const kind = kindOf(head);
  if (kind === null || (kind !== 'text' && size > IMAGE_PREVIEW)) {
    throw new ProblemError(
      415,
      kind === null
        ? 'There is no preview of this file, which is neither a text nor an image; download it.'
        : 'This image is too large for a preview; download it.'
    );
  }
  if (kind === 'text') {
    return contentOf(head, 'text/plain; charset=utf-8');
  }
  return contentOf(head.length === size ? head : await readHead(bucket, key, size), kind);
}

/** The first `length` bytes of a file. */
/** The last part of a file as text, from the beginning of a line on; all of it where it is not longer. */
export async function readTail(
  { client, name: Bucket }: Bucket,
  Key: string,
  length: number
): Promise<string> {
  const { ContentLength: size = 0 } = await client.send(new HeadObjectCommand({ Bucket, Key }));
  if (size === 0) {
    return '';
  }
  const from = Math.max(0, size - length);
  const { Body } = await client.send(
    new GetObjectCommand({ Bucket, Key, Range: `bytes=${from}-${size - 1}` })
  );
  const text = (await Body?.transformToString()) ?? '';
  return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
}

async function readHead(
  { client, name: Bucket }: Bucket,
  Key: string,
  length: number
): Promise<Buffer> {
  if (length === 0) {
    return Buffer.alloc(0);
  }
  const { Body } = await client.send(
    new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${length - 1}` })
  );
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

function contentOf(bytes: Buffer, type: string): Content {
  return { body: Readable.from([bytes], { objectMode: false }), size: bytes.length, type };
}

/** Deletes a file; throws where there is none. */
export async function deleteFile({ client, name: Bucket }: Bucket, Key: string): Promise<void> {
  await client.send(new HeadObjectCommand({ Bucket, Key }));
  await client.send(new DeleteObjectCommand({ Bucket, Key }));
}

/** Deletes all that lies under a prefix, which must end with a slash. */
export async function deleteFolder(
  { client, name: Bucket }: Bucket,
  Prefix: string
): Promise<void> {
  for (;;) {
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
    const Objects = (page.Contents ?? []).map(({ Key }) => ({ Key }));
    if (Objects.length === 0) {
      return;
    }
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } })
    );
    if (Errors.length > 0) {
      throw new ProblemError(503, `Some of the files in "${Prefix}" could not be deleted.`, {
        retryAfter: 5,
        cause: Errors
      });
    }
  }
}
