import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type JsonWebKey
} from 'node:crypto';

/** Identity tokens as an attacker makes them: right in every word, but not signed by the platform. */

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface Claims {
  user: string;
  /** `<namespace>/<name>` */
  notebook: string;
}

/** Tokens by what is wrong with them; `published` is the platform's public key as its JWKS has it. */
export function forgedTokens(
  { user, notebook }: Claims,
  published: JsonWebKey & { kid: string }
): Record<string, string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const payload = encoded({
    iss: 'kubeflow-lab',
    aud: notebook,
    sub: user,
    exp: Math.floor(Date.now() / 1000) + 600
  });
  const es256 = (header: object): string => {
    const text = `${encoded({ alg: 'ES256', ...header })}.${payload}`;
    const signature = sign('sha256', Buffer.from(text), {
      key: privateKey,
      dsaEncoding: 'ieee-p1363'
    });
    return `${text}.${signature.toString('base64url')}`;
  };
  const none = `${encoded({ alg: 'none', kid: published.kid })}.${payload}.`;
  const pem = createPublicKey({ key: published, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem'
  });
  const hs256 = `${encoded({ alg: 'HS256', kid: published.kid })}.${payload}`;
  const hmac = createHmac('sha256', pem).update(hs256).digest('base64url');
  return {
    'signed by another key': es256({ kid: published.kid }),
    'signed by the key that it brings along': es256({ jwk: publicKey.export({ format: 'jwk' }) }),
    'not signed': none,
    'signed with the public key as a shared one': `${hs256}.${hmac}`,
    'no token at all': user
  };
}
