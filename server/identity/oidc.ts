/** Sign-in at an OpenID Connect provider: the authorization code flow with PKCE, state and nonce. */
import { SignJWT, jwtVerify } from 'jose';
import * as client from 'openid-client';

import type { OidcConfig } from './config.js';
import { isPersonName, personGroups } from './identity.js';

const ISSUER = 'kubeflow-lab';
const AUDIENCE = 'oidc';
/** How long somebody may take to sign in there. */
export const FLOW_SECONDS = 600;
/** A cookie has room for no more. */
const GROUPS_LENGTH_MAX = 2_000;

export interface Flow {
  /** Where the provider asks for the name and the password. */
  location: URL;
  /** Signed; must come back with the answer, from the same browser. */
  token: string;
}

export interface Person {
  user: string;
  groups: string[];
}

/** A sign-in that did not work, in one sentence for a person. */
export class SignInError extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'SignInError';
  }
}

export class Oidc {
  private discovered: Promise<client.Configuration> | null = null;

  /** @param key signs what a browser keeps while somebody signs in */
  constructor(
    private readonly config: OidcConfig,
    private readonly key: Uint8Array,
    private readonly origin: URL
  ) {}

  get redirectUri(): string {
    return new URL('/oidc/callback', this.origin).href;
  }

  /** Begins a sign-in that is to lead to `next`, a path of ours. */
  async begin(next: string): Promise<Flow> {
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const location = client.buildAuthorizationUrl(await this.provider(), {
      redirect_uri: this.redirectUri,
      scope: this.config.scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256'
    });
    const token = await new SignJWT({ state, nonce, verifier, next })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime(`${FLOW_SECONDS}s`)
      .sign(this.key);
    return { location, token };
  }

  /**
   * Who came back from the provider. `query` is the answer's, with its question mark; `token` is what `begin` gave.
   * Throws a SignInError.
   */
  async finish(query: string, token: string): Promise<Person & { next: string }> {
    const { next, nonce, state, verifier } = await this.flowOf(token);
    const provider = await this.provider();
    const answer = new URL(query, this.redirectUri);
    try {
      const tokens = await client.authorizationCodeGrant(provider, answer, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true
      });
      const told = tokens.claims()!;
      const claims =
        this.config.userClaim in told
          ? told
          : {
              ...(await client.fetchUserInfo(provider, tokens.access_token, told.sub)),
              ...told
            };
      return { ...this.personOf(claims), next };
    } catch (error) {
      throw error instanceof SignInError
        ? error
        : new SignInError(`${this.config.name} did not confirm who you are; sign in again.`, {
            cause: error
          });
    }
  }

  /** Where somebody also signs out of the provider; null where it has no such address. */
  async endOfSession(): Promise<URL | null> {
    const provider = await this.provider();
    return provider.serverMetadata().end_session_endpoint === undefined
      ? null
      : client.buildEndSessionUrl(provider, {
          post_logout_redirect_uri: new URL('/signin', this.origin).href
        });
  }

  private personOf(claims: Readonly<Record<string, unknown>>): Person {
    const { groupsClaim, name, userClaim } = this.config;
    const user = claims[userClaim];
    if (typeof user !== 'string' || !isPersonName(user)) {
      throw new SignInError(`${name} does not say who you are in the claim "${userClaim}".`);
    }
    if (userClaim === 'email' && claims.email_verified === false) {
      throw new SignInError(`${name} has not verified your address ${user} yet.`);
    }
    const groups = groupsClaim === null ? [] : personGroups(claims[groupsClaim]);
    if (groups.join().length > GROUPS_LENGTH_MAX) {
      throw new SignInError(`You are in too many groups of ${name}; ask an administrator.`);
    }
    return { user, groups };
  }

  private async flowOf(token: string) {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ['exp', 'state', 'nonce', 'verifier', 'next']
      });
      return payload as unknown as Record<'state' | 'nonce' | 'verifier' | 'next', string>;
    } catch (error) {
      throw new SignInError('This sign-in took too long, or began in another browser.', {
        cause: error
      });
    }
  }

  /** The provider as it describes itself; asked again where it did not answer. Its keys are fetched when a new one signs. */
  private async provider(): Promise<client.Configuration> {
    const { clientId, clientSecret, issuer, name } = this.config;
    // Signatures are checked although the tokens come over TLS: a proxy between us may end it.
    const execute = [client.enableNonRepudiationChecks];
    if (issuer.protocol === 'http:' && this.origin.protocol === 'http:') {
      execute.push(client.allowInsecureRequests);
    }
    this.discovered ??= client.discovery(issuer, clientId, clientSecret, undefined, {
      execute,
      timeout: 10
    });
    try {
      return await this.discovered;
    } catch (error) {
      this.discovered = null;
      throw new SignInError(`${name} does not answer; try again in a minute.`, { cause: error });
    }
  }
}
