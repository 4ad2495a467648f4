/** Sign-in sessions as signed cookies, so that they survive a restart of the server. */
import { randomUUID } from 'node:crypto';

import { parse, serialize } from 'cookie';
import type { Request } from 'express';
import { SignJWT, jwtVerify } from 'jose';

import { isPersonName } from './identity.js';
import type { Revocations } from './revocations.js';

export const SESSION_COOKIE = 'kubeflow-lab-session';
export const SESSION_SECONDS = 12 * 3600;
const ISSUER = 'kubeflow-lab';
const AUDIENCE = 'session';

export interface Session {
  id: string;
  user: string;
  /** Seconds since 1970. */
  expires: number;
}

export class Sessions {
  constructor(
    private readonly key: Uint8Array,
    private readonly revocations: Revocations,
    private readonly secure: boolean
  ) {}

  /** Begins a session; answers the Set-Cookie header for it. */
  async begin(user: string): Promise<string> {
    const token = await new SignJWT()
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
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ['sub', 'jti', 'exp']
      });
      const session = { id: payload.jti!, user: payload.sub!, expires: payload.exp! };
      return isPersonName(session.user) && this.isLive(session) ? session : null;
    } catch {
      // Expired, forged or from before a change of keys: in each case nobody is signed in.
      return null;
    }
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
