import { BUCKET_KEYS, BUCKET_SECRET } from './types.js';
import type { BucketAccess } from './types.js';

/** S3 takes names of 3 to 63 characters; a namespace may be shorter. No namespace has a dot, so nothing collides. */
const SHORTEST = 3;

/** The bucket of a project: the namespace's name, and `<namespace>.project` where that is too short for one. */
export function bucketNameOf(namespace: string): string {
  return namespace.length < SHORTEST ? `${namespace}.project` : namespace;
}

/** Reads the decoded fields of a Secret; null where anything is missing. */
export function readBucketAccess(values: Readonly<Record<string, string>>): BucketAccess | null {
  const access: Partial<BucketAccess> = {};
  for (const [field, key] of Object.entries(BUCKET_KEYS)) {
    const value = values[key];
    if (!value) {
      return null;
    }
    access[field as keyof BucketAccess] = value;
  }
  return access as BucketAccess;
}

/** The fields of a Secret that holds an access, not yet encoded; the reverse of `readBucketAccess`. */
export function bucketVariables(access: BucketAccess): Record<string, string> {
  return Object.fromEntries(
    Object.entries(BUCKET_KEYS).map(([field, key]) => [key, access[field as keyof BucketAccess]])
  );
}

/** For a container: the project's bucket as environment variables; nothing where the project has none. */
export function bucketEnvironment() {
  return [{ secretRef: { name: BUCKET_SECRET, optional: true } }];
}
