/** An OpenID Connect provider on this machine, where whoever comes is signed in at once. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SignJWT, decodeJwt } from 'jose';
import type { JWTPayload } from 'jose';
import Provider from 'oidc-provider';

import type { OidcConfig } from '../identity/config.js';

const CLIENT = { id: 'lab', secret: 'lab-secret-lab-secret-lab-secret' };

interface SigningKey {
  kid: string;
  privateKey: KeyObject;
}

export interface TestProvider {
  config: OidcConfig;
  /** What it says of the person who comes next. */
  claims: Record<string, unknown>;
  /** Changes an ID token on its way; answers its new form. */
  tamper: ((claims: JWTPayload, key: SigningKey) => Promise<string>) | null;
  /** Signs with a new key from now on; the old one is gone. */
  rotateKeys(): void;
  /** Signs in, as a browser does: from an address of it to the one of ours that it leads back to. */
  follow(location: string): Promise<URL>;
  close(): Promise<void>;
}

/** A signed ID token with these claims. */
export function signedWith({ kid, privateKey }: SigningKey, claims: JWTPayload): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
}

export function newKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid: randomUUID(), privateKey };
}

export async function startProvider(origin: string): Promise<TestProvider> {
  let key = newKey();
  let provider: Provider;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const issuer = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  const made: TestProvider = {
    config: {
      issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      scope: 'openid email groups',
      userClaim: 'email',
      groupsClaim: 'groups',
      name: 'Test'
    },
    claims: {},
    tamper: null,
    rotateKeys() {
      key = newKey();
      provider = providerWith(issuer, key, origin, () => made.claims);
    },
    follow,
    close: () => closed(server)
  };
  made.rotateKeys();
  return made;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.startsWith('/interaction/')) {
      const result = { login: { accountId: 'somebody' } };
      await provider.interactionFinished(request, response, result);
      return;
    }
    if (request.url === '/token' && made.tamper !== null) {
      rewriteIdToken(response, claims => made.tamper!(claims, key));
    }
    await provider.callback()(request, response);
  }
}

function providerWith(
  issuer: URL,
  { kid, privateKey }: SigningKey,
  origin: string,
  claims: () => Record<string, unknown>
): Provider {
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
  return new Provider(issuer.origin, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${origin}/oidc/callback`],
        post_logout_redirect_uris: [`${origin}/signin`]
      }
    ],
    jwks: { keys: [jwk as never] },
    cookies: { keys: ['test'] },
    scopes: ['openid'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ ...claims(), sub: id })
    }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false } },
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client!.clientId,
        accountId: oidc.session!.accountId!
      });
      grant.addOIDCScope('openid email groups');
      await grant.save();
      return grant;
    }
  });
}

/** Replaces the ID token in the JSON that is about to be answered. */
function rewriteIdToken(
  response: ServerResponse,
  tampered: (claims: JWTPayload) => Promise<string>
): void {
  const end = response.end.bind(response) as (text: string) => ServerResponse;
  response.end = ((body: string | Buffer) => {
    const answer = JSON.parse(String(body)) as { id_token: string };
    void tampered(decodeJwt(answer.id_token)).then(token => {
      const text = JSON.stringify({ ...answer, id_token: token });
      response.setHeader('Content-Length', Buffer.byteLength(text));
      end(text);
    });
    return response;
  }) as typeof response.end;
}

/** Follows redirects within the provider, with its cookies. */
async function follow(location: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(location);
  const { origin } = url;
  while (url.origin === origin) {
    const Cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { Cookie } });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(';', 1)[0].split('=');
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next === null) {
      throw new Error(`The provider answered ${answer.status}: ${await answer.text()}`);
    }
    url = new URL(next, url);
  }
  return url;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
}
