import { BUCKET_KEYS, BUCKET_SECRET } from './types.js';
import type { BucketAccess } from './types.js';

/** S3 takes names of 3 to 63 characters; a namespace may be shorter. No namespace has a dot, so nothing collides. */
const SHORTEST = 3;

/** The bucket of a project: the namespace's name, and `<namespace>.project` where that is too short for one. */
export function bucketNameOf(namespace: string): string {
  return namespace.length < SHORTEST ? `${namespace}.project` : namespace;
}

/** Reads the `data` of a Secret; null where anything is missing or not base64. */
export function readBucketAccess(data: unknown): BucketAccess | null {
  const fields = (data ?? {}) as Record<string, unknown>;
  const access: Partial<BucketAccess> = {};
  for (const [field, key] of Object.entries(BUCKET_KEYS)) {
    const value = decode(fields[key]);
    if (!value) {
      return null;
    }
    access[field as keyof BucketAccess] = value;
  }
  return access as BucketAccess;
}

/** The `data` of a Secret that holds an access; the reverse of `readBucketAccess`. */
export function bucketSecretData(access: BucketAccess): Record<string, string> {
  return Object.fromEntries(
    Object.entries(BUCKET_KEYS).map(([field, key]) => [
      key,
      encode(access[field as keyof BucketAccess])
    ])
  );
}

/** For a container: the project's bucket as environment variables; nothing where the project has none. */
export function bucketEnvironment() {
  return [{ secretRef: { name: BUCKET_SECRET, optional: true } }];
}

function encode(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

function decode(value: unknown): string | null {
  if (typeof value !== 'string') {
    return null;
  }
  try {
    const bytes = Uint8Array.from(atob(value), character => character.codePointAt(0) ?? 0);
    return new TextDecoder().decode(bytes);
  } catch {
    return null;
  }
}
