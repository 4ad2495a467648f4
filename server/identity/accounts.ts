/** Local accounts: names and scrypt hashes in a Secret of the platform's namespace. */
import { scrypt, timingSafeEqual } from 'node:crypto';
import type { ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

import { SECRET, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';

import { isPersonName } from './identity.js';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

export const ACCOUNTS_SECRET = 'kubeflow-lab-accounts';
const KEY_BYTES = 32;
/** Refuses parameters that would make one sign-in cost more than that. */
const MEMORY_MAX = 256 * 2 ** 20;

interface PasswordHash {
  N: number;
  r: number;
  p: number;
  salt: Buffer;
  hash: Buffer;
}

/** Compared with where the name is unknown, so that both cases take the same time. */
const NOBODY: PasswordHash = {
  N: 16_384,
  r: 8,
  p: 1,
  salt: Buffer.alloc(16),
  hash: Buffer.alloc(KEY_BYTES)
};

/** Parses `scrypt$N$r$p$<salt base64>$<hash base64>`; null for anything else. */
export function parseHash(text: string): PasswordHash | null {
  const match = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w+/]+={0,2})\$([\w+/]+={0,2})\s*$/.exec(text);
  if (match === null) {
    return null;
  }
  const [N, r, p] = match.slice(1, 4).map(Number);
  const salt = Buffer.from(match[4], 'base64');
  const hash = Buffer.from(match[5], 'base64');
  const sound = N >= 2 && r >= 1 && p >= 1 && 128 * N * r <= MEMORY_MAX && p <= 16;
  return sound && hash.length === KEY_BYTES ? { N, r, p, salt, hash } : null;
}

/** Whether a password fits a hash; takes as long where it does not. */
export async function verifyPassword(
  password: string,
  hash: PasswordHash | null
): Promise<boolean> {
  const { N, r, p, salt, hash: expected } = hash ?? NOBODY;
  const actual = await derive(password, salt, KEY_BYTES, { N, r, p, maxmem: MEMORY_MAX * 2 });
  return timingSafeEqual(actual, expected) && hash !== null;
}

export class Accounts {
  constructor(
    private readonly client: KubeClient,
    private readonly namespace: string
  ) {}

  /** Whether there is such an account with that password. Reads the Secret anew, so a change holds at once. */
  async check(username: string, password: string): Promise<boolean> {
    const hash = isPersonName(username) ? (await this.read()).get(username) : undefined;
    return verifyPassword(password, hash === undefined ? null : parseHash(hash));
  }

  private async read(): Promise<Map<string, string>> {
    try {
      const secret = await this.client.get(SECRET, {
        namespace: this.namespace,
        name: ACCOUNTS_SECRET
      });
      return new Map(
        Object.entries(secret.data ?? {}).map(([name, value]) => [
          name,
          Buffer.from(value, 'base64').toString('utf8')
        ])
      );
    } catch (error) {
      if (isNotFound(error)) {
        return new Map();
      }
      throw error;
    }
  }
}
