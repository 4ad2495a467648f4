/** Where artifacts lie, and which keys open that. */
import type { EnvVar, HttpLocation, S3Location, SecretKey } from '@kubeflow-lab/resources';

import type { HttpAddress, S3Address } from '../artifacts/plan.js';
import type { ArtifactRepository } from '../repository.js';
import { UnresolvedError } from '../text/substitute.js';

const DEFAULT_REGION = 'us-east-1';

/** Secrets with keys, each pair under variables of its own. */
export class Credentials {
  readonly env: EnvVar[] = [];
  private readonly names = new Map<string, string>();

  ofS3({ accessKeySecret, secretKeySecret }: S3Location): string | null {
    return this.pair('S3', { ACCESS_KEY: accessKeySecret, SECRET_KEY: secretKeySecret });
  }

  ofHttp({ auth }: HttpLocation): string | null {
    const { usernameSecret, passwordSecret } = auth?.basicAuth ?? {};
    return this.pair('HTTP', { USERNAME: usernameSecret, PASSWORD: passwordSecret });
  }

  /** What the variables of two keys begin with; null where one of them is not given. */
  private pair(prefix: string, keys: Record<string, SecretKey | undefined>): string | null {
    const given = Object.entries(keys).flatMap(([what, key]) => (key ? [{ what, key }] : []));
    if (given.length < 2) {
      return null;
    }
    const pair = JSON.stringify([prefix, given]);
    const name = this.names.get(pair) ?? `${prefix}_${this.names.size}`;
    if (!this.names.has(pair)) {
      this.names.set(pair, name);
      this.env.push(
        ...given.map(({ what, key }) => ({
          name: `${name}_${what}`,
          valueFrom: { secretKeyRef: key }
        }))
      );
    }
    return name;
  }
}

/** Throws UnresolvedError where an artifact says too little. */
export function httpAddress(http: HttpLocation, credentials: Credentials): HttpAddress {
  const { url = '', headers = [] } = http;
  if (!/^https?:\/\//.test(url)) {
    throw new UnresolvedError(
      `An HTTP artifact needs an address that begins with http:// or https://, not "${url}".`
    );
  }
  return { url, headers, credentials: credentials.ofHttp(http) };
}

/** Throws UnresolvedError where an artifact, or the repository, says too little. */
export function s3Address(
  own: S3Location,
  repository: ArtifactRepository | string,
  credentials: Credentials
): S3Address {
  if (own.bucket === undefined && typeof repository === 'string') {
    throw new UnresolvedError(repository);
  }
  // As Argo: what names no bucket lies in the repository.
  const s3 =
    own.bucket === undefined && typeof repository !== 'string' ? { ...repository.s3, ...own } : own;
  const { endpoint, bucket, key, region = DEFAULT_REGION, insecure } = s3;
  if (!endpoint || !bucket || !key) {
    throw new UnresolvedError('An S3 artifact needs an endpoint, a bucket and a key.');
  }
  const url = /^https?:\/\//.test(endpoint)
    ? endpoint
    : `${insecure === true ? 'http' : 'https'}://${endpoint}`;
  return { endpoint: url, bucket, region, key, credentials: credentials.ofS3(s3) };
}
