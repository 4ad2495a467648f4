import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { patchFor } from './suggestions.mjs';

const PATCH = readFileSync(
  new URL('../../deploy/components/suggestions/suggestions.yaml', import.meta.url),
  'utf8'
);

test('the suggestion service runs the image of the node, and gets a new pod when that changes', () => {
  const patched = patchFor(PATCH, { image: 'localhost/s:2', digest: 'sha256:abc' });
  assert.match(patched, /^ +image: localhost\/s:2$/m);
  assert.match(patched, /suggestion-image: 'sha256:abc'$/m);
  assert.equal(patched.split('\n').length, PATCH.split('\n').length);
});
