/**
 * Tokens of programs that ask one served model: `kfl_<client>_<256 random bits>`. The cluster keeps their hash only. It
 * needs no salt, since nobody guesses so many bits, and has the model's name in it, so that it opens no other model
 * wherever it is copied to.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const PREFIX = 'kfl_';
const RANDOM_BYTES = 32;
const TOKEN = /^kfl_([a-z](?:[-a-z0-9]{0,38}[a-z0-9])?)_[\w-]{43}$/;

/** Which model a token is for. */
export interface ModelName {
  namespace: string;
  name: string;
}

export function newClientToken(client: string): string {
  return `${PREFIX}${client}_${randomBytes(RANDOM_BYTES).toString('base64url')}`;
}

/** Whether a bearer token claims to be one of a model's client, and so can be nothing else. */
export function isClientToken(token: string | null): token is string {
  return token?.startsWith(PREFIX) ?? false;
}

/** The client that a token names; null where it is not written as ours are. */
export function clientOf(token: string): string | null {
  return TOKEN.exec(token)?.[1] ?? null;
}

/** Base64. */
export function clientTokenHash(token: string, { namespace, name }: ModelName): string {
  return createHash('sha256').update(`${namespace}/${name} ${token}`).digest('base64');
}

export function isTokenOf(token: string, model: ModelName, hash: string): boolean {
  const [shown, kept] = [clientTokenHash(token, model), hash].map(text => Buffer.from(text));
  return shown.length === kept.length && timingSafeEqual(shown, kept);
}
