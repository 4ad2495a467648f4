import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { test } from 'node:test';

import { hashPassword, newPassword } from './accounts.mjs';

test('a password is long, easy to read out, and never the same', () => {
  const passwords = Array.from({ length: 100 }, newPassword);
  for (const password of passwords) {
    assert.match(password, /^([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}$/);
  }
  assert.equal(new Set(passwords).size, 100);
});

test('a hash carries all that is needed to check a password, and not the password', async () => {
  const hash = await hashPassword('correct horse');
  const [scheme, N, r, p, salt, expected] = hash.split('$');
  assert.equal(scheme, 'scrypt');
  const options = { N: Number(N), r: Number(r), p: Number(p) };
  const again = scryptSync('correct horse', Buffer.from(salt, 'base64'), 32, options);
  assert.equal(again.toString('base64'), expected);
  assert.ok(!hash.includes('horse'));
  assert.notEqual(await hashPassword('correct horse'), hash, 'each hash has a salt of its own');
});
