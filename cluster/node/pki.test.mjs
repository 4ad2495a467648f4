import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { exec } from '../exec.mjs';
import { certificates, extensions, makePki } from './pki.mjs';

const NODE = { nodeName: 'x-node', nodeAddress: '198.18.0.6', apiService: '198.18.48.1' };

test('names and addresses are told apart in a server certificate', () => {
  const spec = certificates(NODE).find(({ file }) => file === 'apiserver');
  assert(spec);
  const text = extensions(spec);
  assert.match(text, /DNS:kubernetes\.default\.svc,/);
  assert.match(text, /IP:198\.18\.48\.1,IP:198\.18\.0\.6/);
  assert.match(text, /extendedKeyUsage=serverAuth/);
});

test('certificates are made once, verify against their authority, and follow a changed address', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pki-'));
  try {
    const specs = certificates(NODE);
    await makePki(folder, specs);
    for (const { file, ca } of specs) {
      await exec('openssl', [
        'verify',
        '-CAfile',
        join(folder, `${ca}.crt`),
        join(folder, `${file}.crt`)
      ]);
    }
    const read = (/** @type {string} */ name) => readFile(join(folder, name), 'utf8');
    const before = {
      ca: await read('ca.crt'),
      server: await read('apiserver.crt'),
      admin: await read('admin.crt')
    };

    await makePki(folder, specs);
    assert.equal(await read('apiserver.crt'), before.server);

    await makePki(folder, certificates({ ...NODE, nodeAddress: '198.18.0.10' }));
    assert.notEqual(await read('apiserver.crt'), before.server);
    assert.equal(await read('ca.crt'), before.ca);
    assert.equal(await read('admin.crt'), before.admin);
  } finally {
    await rm(folder, { recursive: true });
  }
});
