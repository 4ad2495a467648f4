/** Sign-in sessions as signed cookies, so that they survive a restart of the server. */
import { createHash, randomUUID } from 'node:crypto';

import { parse, serialize } from 'cookie';
import type { Request } from 'express';
import { SignJWT, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';

import type { Identity } from '@kubeflow-lab/kube';

import { isPersonName, personGroups } from './identity.js';
import type { Revocations } from './revocations.js';

export const SESSION_COOKIE = 'kubeflow-lab-session';
export const SESSION_SECONDS = 12 * 3600;
const ISSUER = 'kubeflow-lab';
const AUDIENCE = 'session';
const VERIFIED_MAX = 10_000;

export interface Session {
  id: string;
  user: string;
  /** What the authenticator said, at the sign-in. */
  groups: string[];
  /** Whether it began at an identity provider, where the person is signed in, too; only a sign-out asks for that. */
  provider?: boolean;
  /** Seconds since 1970. */
  expires: number;
}

export function identityOf({ user, groups }: Session): Identity {
  return { user, groups };
}

/** The groups as a claim of our own tokens; left out where there are none. */
export function groupsClaim({ groups }: Pick<Session, 'groups'>): { groups?: string[] } {
  return groups.length === 0 ? {} : { groups };
}

export class Sessions {
  /**
   * The sessions of cookies whose signature was right, by the cookie's hash. It stays right; to check it anew for each
   * request through the gateway costs more than all else there. Whether the session has ended is asked each time.
   */
  private readonly verified = new Map<string, Session>();

  constructor(
    private readonly key: Uint8Array,
    private readonly revocations: Revocations,
    private readonly secure: boolean
  ) {}

  /** Begins a session of a local account; answers the Set-Cookie header for it. */
  begin(user: string): Promise<string> {
    return this.issue(user, {});
  }

  /** The same for somebody whom an identity provider sent. */
  beginAtProvider(user: string, groups: string[]): Promise<string> {
    return this.issue(user, { ...groupsClaim({ groups }), provider: true });
  }

  private async issue(user: string, claims: JWTPayload): Promise<string> {
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(user)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${SESSION_SECONDS}s`)
      .sign(this.key);
    return this.cookie(token, SESSION_SECONDS);
  }

  /** The session of a request, or null where it has none that is valid. */
  async of(request: Request): Promise<Session | null> {
    const token = cookiesOf(request)[SESSION_COOKIE];
    if (token === undefined) {
      return null;
    }
    const key = createHash('sha256').update(token).digest('base64');
    const session = this.verified.get(key) ?? (await this.verify(token));
    if (session === null || !this.isLive(session)) {
      this.verified.delete(key);
      return null;
    }
    this.remember(key, session);
    return session;
  }

  private async verify(token: string): Promise<Session | null> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ['sub', 'jti', 'exp']
      });
      const session: Session = {
        id: payload.jti!,
        user: payload.sub!,
        groups: personGroups(payload.groups),
        provider: payload.provider === true,
        expires: payload.exp!
      };
      return isPersonName(session.user) ? session : null;
    } catch {
      // Expired, forged or from before a change of keys: in each case nobody is signed in.
      return null;
    }
  }

  private remember(key: string, session: Session): void {
    if (this.verified.size >= VERIFIED_MAX) {
      this.verified.clear();
    }
    this.verified.set(key, session);
  }

  isLive(session: Session): boolean {
    return session.expires * 1000 > Date.now() && !this.revocations.has(session.id);
  }

  /** Ends a session for good; answers the Set-Cookie header that removes it from the browser. */
  end(session: Session): string {
    this.revocations.add(session.id, session.expires);
    return this.cookie('', 0);
  }

  /** Calls back when a session is ended, with its id; answers a function that ends that. */
  onEnd(listener: (id: string) => void): () => void {
    return this.revocations.onAdd(listener);
  }

  private cookie(value: string, maxAge: number): string {
    return serialize(SESSION_COOKIE, value, {
      httpOnly: true,
      sameSite: 'strict',
      secure: this.secure,
      path: '/',
      maxAge
    });
  }
}

export function cookiesOf(request: Request): Record<string, string | undefined> {
  return parse(request.headers.cookie ?? '');
}
