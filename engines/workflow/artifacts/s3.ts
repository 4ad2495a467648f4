import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException
} from '@aws-sdk/client-s3';

import type { S3Address } from './plan.js';

/** Buckets. */
export interface S3Storage {
  /** Brings an object as a file, or all below it as a directory. Throws where there is neither. */
  download(from: S3Address, path: string): Promise<void>;
  /** Stores a file as one object, or a directory as one object a file. */
  upload(path: string, to: S3Address): Promise<void>;
}

type Environment = Record<string, string | undefined>;

const ATTEMPTS = 5;
/** So many files of a directory are moved at a time. */
const FILES_AT_ONCE = 8;

/** S3 with the keys that the addresses name; they stand in environment variables. */
export function createS3Storage(env: Environment): S3Storage {
  return {
    async download(from, path) {
      const client = clientFor(from, env);
      if (await downloadFile(client, from, from.key, path)) {
        return;
      }
      const prefix = from.key.endsWith('/') ? from.key : `${from.key}/`;
      const keys = await keysBelow(client, from, prefix);
      if (keys.length === 0) {
        throw new Error(`there is nothing at ${from.key} in the bucket ${from.bucket}.`);
      }
      await each(keys, async key => {
        await downloadFile(client, from, key, within(path, key.slice(prefix.length)));
      });
    },
    async upload(path, to) {
      const client = clientFor(to, env);
      const files = (await stat(path)).isDirectory() ? await filesBelow(path) : [path];
      await each(files, async file => {
        const key = file === path ? to.key : `${to.key.replace(/\/$/, '')}/${relative(path, file)}`;
        await uploadFile(client, to, key, file);
      });
    }
  };
}

function clientFor({ endpoint, region, credentials }: S3Address, env: Environment): S3Client {
  const accessKeyId = credentials === null ? undefined : env[`${credentials}_ACCESS_KEY`];
  const secretAccessKey = credentials === null ? undefined : env[`${credentials}_SECRET_KEY`];
  return new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    maxAttempts: ATTEMPTS,
    // Other stores than Amazon's do not know its newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(accessKeyId !== undefined && secretAccessKey !== undefined
      ? { credentials: { accessKeyId, secretAccessKey } }
      : {})
  });
}

/** False where there is no such object. */
async function downloadFile(
  client: S3Client,
  { bucket }: S3Address,
  key: string,
  path: string
): Promise<boolean> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    await mkdir(dirname(path), { recursive: true });
    await pipeline(Body as Readable, createWriteStream(path));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) {
      return false;
    }
    throw error;
  }
}

async function uploadFile(
  client: S3Client,
  { bucket }: S3Address,
  key: string,
  file: string
): Promise<void> {
  const { size } = await stat(file);
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: createReadStream(file),
      ContentLength: size
    })
  );
}

async function keysBelow(
  client: S3Client,
  { bucket }: S3Address,
  prefix: string
): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token })
    );
    keys.push(...(page.Contents ?? []).map(object => object.Key ?? ''));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys.filter(key => key !== '' && !key.endsWith('/'));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
}

/** A path below a folder; a key is anybody's text, and must not lead out of it. */
function within(folder: string, name: string): string {
  if (name.split('/').includes('..')) {
    throw new Error(`the name ${name} leads out of its directory.`);
  }
  return join(folder, name);
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += FILES_AT_ONCE) {
    await Promise.all(items.slice(start, start + FILES_AT_ONCE).map(work));
  }
}
