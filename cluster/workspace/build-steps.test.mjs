import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { sourcesHash } from './build-steps.mjs';

test('the hash follows sources, and neither what is built nor what is installed', async t => {
  const root = mkdtempSync(join(tmpdir(), 'kubeflow-lab-sources-'));
  t.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'room', 'lib'), { recursive: true });
  mkdirSync(join(root, 'room', 'part'));
  writeFileSync(join(root, 'room', 'part', 'a.ts'), 'one');
  writeFileSync(join(root, 'lock.json'), '{}');
  const hash = () => sourcesHash(root, ['room', 'lock.json']);

  const before = await hash();
  writeFileSync(join(root, 'room', 'lib', 'a.ts'), 'built');
  writeFileSync(join(root, 'room', 'notes.md'), 'text');
  assert.equal(await hash(), before);

  writeFileSync(join(root, 'room', 'part', 'a.ts'), 'two');
  const changed = await hash();
  assert.notEqual(changed, before);

  writeFileSync(join(root, 'lock.json'), '{"a":1}');
  assert.notEqual(await hash(), changed);
});

test('a source that does not exist is an error, not an empty hash', async () => {
  await assert.rejects(sourcesHash('/', ['no-such-folder-of-kubeflow-lab']), { code: 'ENOENT' });
});
