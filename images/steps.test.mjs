import assert from 'node:assert/strict';
import { test } from 'node:test';

import { imageSteps } from './steps.mjs';

test('what is not our code waits for nothing; an image waits for it and for our code', () => {
  const steps = imageSteps(['jupyter', 'platform'], { jupyter: ['extension'] });
  assert.deepEqual(
    steps.map(({ id, after = [] }) => [id, after]),
    [
      ['image-jupyter-base', []],
      ['image-jupyter', ['image-jupyter-base', 'extension']],
      ['image-platform-base', []],
      ['image-platform', ['image-platform-base']]
    ]
  );
  assert.match(steps[0].title, /Python/);
  assert.doesNotMatch(steps[2].title, /Python/);
});

test('an unknown image is refused before anything runs', () => {
  assert.throws(() => imageSteps(['nothing']), /There is no image "nothing"/);
});
