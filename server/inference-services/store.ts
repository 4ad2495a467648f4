/** The versions of models in a project's bucket: `models/<name>/<version>/` with the model and what is known of it. */
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand
} from '@aws-sdk/client-s3';
import {
  MODEL_FILE,
  MODEL_META_FILE,
  byVersion,
  modelFolder,
  readVersionMeta
} from '@kubeflow-lab/resources';
import type { ModelVersion } from '@kubeflow-lab/schema';

import type { Bucket } from '../files/bucket.js';

/** So many of the last versions are shown. */
const SHOWN_MAX = 50;
/** What is known of a model is small; anything larger is not ours. */
const META_MAX = 256 * 1024;

/** The names of all versions of a model, also of those that are being stored. */
export async function takenVersions(bucket: Bucket, name: string): Promise<string[]> {
  return [...(await filesOf(bucket, name)).keys()];
}

/** The last versions of a model that are whole, the highest first. */
export async function storedVersions(bucket: Bucket, name: string): Promise<ModelVersion[]> {
  const last = [...(await filesOf(bucket, name))]
    .filter(([, files]) => [...files.keys()].some(file => file !== MODEL_META_FILE))
    .map(([version, files]) => ({ ...EMPTY, version, bytes: sum(files.values()) }))
    .sort(byVersion)
    .slice(0, SHOWN_MAX);
  return Promise.all(
    last.map(async one => {
      const text = await readText(bucket, modelFolder(name, one.version) + MODEL_META_FILE);
      return text === null ? one : { ...one, ...readVersionMeta(text) };
    })
  );
}

const EMPTY = readVersionMeta('');

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, one) => total + one, 0);
}

/**
 * The sizes of the files of each version, by their paths in it. Some bucket services go on to list a folder of which
 * nothing is left, so versions are known by their files alone.
 */
async function filesOf({ client, name: Bucket }: Bucket, name: string) {
  const Prefix = modelFolder(name);
  const versions = new Map<string, Map<string, number>>();
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
    for (const { Key = '', Size = 0 } of page.Contents ?? []) {
      const [version, ...path] = Key.slice(Prefix.length).split('/');
      const file = path.join('/');
      if (file !== '') {
        versions.set(version, (versions.get(version) ?? new Map<string, number>()).set(file, Size));
      }
    }
    ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (ContinuationToken !== undefined);
  return versions;
}

/** The text of a small file; null where there is none. */
export async function readText({ client, name: Bucket }: Bucket, Key: string) {
  try {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${META_MAX - 1}` })
    );
    return (await Body?.transformToString()) ?? '';
  } catch (error) {
    if (isMissing(error)) {
      return null;
    }
    throw error;
  }
}

/** Whether the bucket said that there is no such file. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && ['NoSuchKey', 'NotFound'].includes(error.name);
}

/**
 * Takes a version for a model: whoever writes its description first has it.
 * @returns false where somebody else has
 */
export async function claimVersion(
  { client, name: Bucket }: Bucket,
  name: string,
  version: string,
  meta: object
): Promise<boolean> {
  try {
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key: modelFolder(name, version) + MODEL_META_FILE,
        Body: JSON.stringify(meta, null, 2),
        ContentType: 'application/json',
        IfNoneMatch: '*'
      })
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'PreconditionFailed') {
      return false;
    }
    throw error;
  }
}

/** Copies a file of the bucket, inside the bucket service, as the model of a version. Throws where it is not there. */
export async function copyModel(
  { client, name: Bucket }: Bucket,
  key: string,
  name: string,
  version: string
): Promise<void> {
  const source = [Bucket, ...key.split('/')].map(encodeURIComponent).join('/');
  await client.send(
    new CopyObjectCommand({
      Bucket,
      CopySource: source,
      Key: modelFolder(name, version) + MODEL_FILE
    })
  );
}

/** Takes a version away that nothing serves. */
export async function removeVersion(
  { client, name: Bucket }: Bucket,
  name: string,
  version: string
): Promise<void> {
  const Objects = [MODEL_FILE, MODEL_META_FILE].map(file => ({
    Key: modelFolder(name, version) + file
  }));
  await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
}
