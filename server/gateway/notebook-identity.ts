/** The signed identity that a notebook's server demands of each request. */
import { createPublicKey } from 'node:crypto';

import { SignJWT, calculateJwkThumbprint, exportJWK, importPKCS8 } from 'jose';
import type { CryptoKey, JWK } from 'jose';

import type { Notebook } from './address.js';

const LIFE_SECONDS = 60;
/** A signature is used again while it has at least half of its life before it. */
const REUSE_MS = (LIFE_SECONDS / 2) * 1000;
const CACHED_MAX = 1_000;

export class NotebookIdentity {
  private readonly cache = new Map<string, { token: string; at: number }>();

  private constructor(
    private readonly key: CryptoKey,
    private readonly keyId: string,
    /** What `/.well-known/jwks.json` answers. */
    readonly jwks: { keys: JWK[] }
  ) {}

  /** From a PKCS#8 EC P-256 private key in PEM. */
  static async create(pem: string): Promise<NotebookIdentity> {
    const key = await importPKCS8(pem, 'ES256');
    const jwk = await exportJWK(createPublicKey(pem));
    const kid = await calculateJwkThumbprint(jwk);
    return new NotebookIdentity(key, kid, { keys: [{ ...jwk, kid, alg: 'ES256', use: 'sig' }] });
  }

  /** A JWT that says to one notebook who is asking; valid for at most 60 s. */
  async sign(user: string, { namespace, name }: Notebook): Promise<string> {
    const cacheKey = JSON.stringify([user, namespace, name]);
    const known = this.cache.get(cacheKey);
    if (known !== undefined && Date.now() - known.at < REUSE_MS) {
      return known.token;
    }
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: this.keyId })
      .setIssuer('kubeflow-lab')
      .setAudience(`${namespace}/${name}`)
      .setSubject(user)
      .setIssuedAt()
      .setExpirationTime(`${LIFE_SECONDS}s`)
      .sign(this.key);
    if (this.cache.size >= CACHED_MAX) {
      this.cache.clear();
    }
    this.cache.set(cacheKey, { token, at: Date.now() });
    return token;
  }
}
