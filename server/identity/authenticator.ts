import type { Identity, KubeClient } from '@kubeflow-lab/kube';
import type { Request } from 'express';

import { ProblemError } from '../http/problem.js';
import { isClientToken } from './client-token.js';
import { impersonated } from './identity.js';
import { identityOf } from './sessions.js';
import type { Session, Sessions } from './sessions.js';
import type { TrustedProxy } from './trusted-proxy.js';
import { bearerToken } from './token-review.js';
import type { TokenReviews } from './token-review.js';

/** Who makes a request, and how we know. */
export interface Caller {
  identity: Identity;
  /** The API server, asked as this caller. */
  kube: KubeClient;
  /** Null where a token was shown, or a proxy vouches. */
  session: Session | null;
  /** Whether the session or the token is still good. */
  isLive(): Promise<boolean>;
}

/** Asks each authenticator in turn. */
export class Authenticator {
  constructor(
    private readonly client: KubeClient,
    private readonly sessions: Sessions,
    private readonly tokens: TokenReviews,
    private readonly proxy: TrustedProxy | null
  ) {}

  /** The caller of a request; throws a problem 401 where nobody is known. */
  async authenticate(request: Request): Promise<Caller> {
    const token = bearerToken(request);
    if (isClientToken(token)) {
      throw new ProblemError(401, 'The token of a client is good for asking its own model only.');
    }
    const caller = token !== null ? await this.byToken(token) : await this.bySession(request);
    if (caller === null) {
      throw new ProblemError(
        401,
        token !== null
          ? 'The access token is not valid here, or has expired.'
          : 'Sign in to go on: there is no session, or it has ended.'
      );
    }
    return caller;
  }

  private async byToken(token: string): Promise<Caller | null> {
    const identity = await this.tokens.identify(token);
    return identity === null
      ? null
      : {
          identity,
          kube: this.client.as(impersonated(identity)),
          session: null,
          isLive: async () => (await this.tokens.identify(token)) !== null
        };
  }

  /** The session of a request, also where a proxy vouches for the person; null where nobody is known. */
  async sessionOf(request: Request): Promise<Session | null> {
    return this.proxy === null ? this.sessions.of(request) : this.proxy.sessionOf(request);
  }

  private async bySession(request: Request): Promise<Caller | null> {
    const session = await this.sessionOf(request);
    if (session === null) {
      return null;
    }
    const identity = identityOf(session);
    return {
      identity,
      kube: this.client.as(impersonated(identity)),
      // Who signs in at the proxy signs out there.
      session: this.proxy === null ? session : null,
      isLive: () => Promise.resolve(this.sessions.isLive(session))
    };
  }
}
