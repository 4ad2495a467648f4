/** The signed identity that a notebook's server demands of each request. */
import { createPublicKey } from 'node:crypto';

import {
  SignJWT,
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  importPKCS8,
  jwtVerify
} from 'jose';
import type { CryptoKey, JWK } from 'jose';

import { personGroups } from '../identity/identity.js';
import { SESSION_SECONDS, groupsClaim } from '../identity/sessions.js';
import type { Session } from '../identity/sessions.js';
import type { Notebook } from './address.js';

const ISSUER = 'kubeflow-lab';

const LIFE_SECONDS = 60;
/** Of a token for asking how a server is used, which opens nothing. */
const ACTIVITY_LIFE_SECONDS = 600;
/** A signature is used again while it has at least half of its life before it. */
const REUSE_MS = (LIFE_SECONDS / 2) * 1000;
const CACHED_MAX = 1_000;

/** A TensorBoard's tokens are none for a notebook of the same name. */
function audienceOf({ app, namespace, name }: Notebook): string {
  return `${app === undefined ? '' : `${app}:`}${namespace}/${name}`;
}

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

  /** A JWT that says to one notebook who is asking, and in which session; valid for at most 60 s. */
  async sign(session: Session, notebook: Notebook): Promise<string> {
    const audience = audienceOf(notebook);
    const cacheKey = JSON.stringify([session.id, session.groups, audience]);
    const known = this.cache.get(cacheKey);
    if (known !== undefined && Date.now() - known.at < REUSE_MS) {
      return known.token;
    }
    const claims = { sid: session.id, session_exp: session.expires, ...groupsClaim(session) };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: this.keyId })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setSubject(session.user)
      .setIssuedAt()
      .setExpirationTime(`${LIFE_SECONDS}s`)
      .sign(this.key);
    if (this.cache.size >= CACHED_MAX) {
      this.cache.clear();
    }
    this.cache.set(cacheKey, { token, at: Date.now() });
    return token;
  }

  /**
   * A JWT by which one notebook's server tells how it is used. Its audience is not that of people's tokens, so that it
   * is none of those anywhere. `expiresIn` in seconds.
   */
  async signActivity(notebook: Notebook): Promise<{ token: string; expiresIn: number }> {
    const token = await this.signFor('activity', 'activity', notebook, ACTIVITY_LIFE_SECONDS);
    return { token, expiresIn: ACTIVITY_LIFE_SECONDS };
  }

  /** A JWT by which one notebook's server fetches a repository for a person, and does nothing else. */
  signRepository(user: string, notebook: Notebook): Promise<string> {
    return this.signFor('repository', user, notebook, LIFE_SECONDS);
  }

  /** A JWT for one use, whose audience is that of no other. */
  private signFor(
    use: 'activity' | 'repository',
    subject: string,
    { namespace, name }: Notebook,
    seconds: number
  ): Promise<string> {
    return new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: this.keyId })
      .setIssuer(ISSUER)
      .setAudience(`${use}:${namespace}/${name}`)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(`${seconds}s`)
      .sign(this.key);
  }

  /**
   * Whose request a JWT once came with, also after its time: what it opened may still be open. Null where it was not
   * signed here.
   */
  async read(token: string): Promise<{ session: Session; notebook: Notebook } | null> {
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(this.jwks), {
        algorithms: ['ES256'],
        issuer: ISSUER,
        requiredClaims: ['sub', 'aud', 'sid', 'session_exp'],
        clockTolerance: SESSION_SECONDS
      });
      const [namespace = '', name = ''] = String(payload.aud).split('/');
      return {
        session: {
          id: String(payload.sid),
          user: payload.sub!,
          groups: personGroups(payload.groups),
          expires: Number(payload.session_exp)
        },
        notebook: { namespace, name }
      };
    } catch {
      // Forged, or signed before a change of keys: nothing that anybody may keep open by it.
      return null;
    }
  }
}
