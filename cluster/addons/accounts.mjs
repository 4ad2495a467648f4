import { randomBytes, randomInt, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

/** @type {(password: string, salt: Buffer, bytes: number, options: import('node:crypto').ScryptOptions) => Promise<Buffer>} */
const derive = promisify(scrypt);

/** Letters and digits that are not taken for one another when they are read and typed. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;

const COST = { N: 16_384, r: 8, p: 1 };
const HASH_BYTES = 32;

/**
 * A password of 100 random bits, in groups that can be read out.
 * @returns {string} such as `k3mfa-…-…-…`
 */
export function newPassword() {
  const letter = () => ALPHABET[randomInt(ALPHABET.length)];
  const group = () => Array.from({ length: GROUP_LENGTH }, letter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/**
 * What the server stores in place of a password.
 * @param {string} password
 * @returns {Promise<string>} `scrypt$N$r$p$<salt base64>$<hash base64>`
 */
export async function hashPassword(password) {
  const { N, r, p } = COST;
  const salt = randomBytes(16);
  const hash = await derive(password, salt, HASH_BYTES, COST);
  return ['scrypt', N, r, p, salt.toString('base64'), hash.toString('base64')].join('$');
}
