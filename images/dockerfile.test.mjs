import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { DESCRIPTIONS, IMAGES_FOLDER } from './description.mjs';
import { dockerfile } from './dockerfile.mjs';

for (const image of Object.values(DESCRIPTIONS)) {
  test(`the Dockerfile of ${image.name} is what its description says`, async () => {
    const committed = await readFile(join(IMAGES_FOLDER, image.name, 'Dockerfile'), 'utf8');
    assert.equal(
      committed,
      dockerfile(image),
      'run "node images/build.mjs --dockerfiles" and commit what it wrote'
    );
  });
}

test('every kind of layer becomes instructions, in the order of the layers', () => {
  const text = dockerfile({
    name: 'sample',
    summary: 'A sample.',
    layers: [
      { kind: 'debian', suite: 'trixie', packages: ['a', 'b'], setup: ['first', 'second'] },
      { kind: 'python', requirements: 'some', trim: ['*/tests'] },
      {
        kind: 'copy',
        files: [
          { from: 'x', to: '/bin/x', executable: true },
          { from: 'y z', to: '/y' }
        ]
      },
      { kind: 'packages', requirements: 'more', target: '/opt/more' },
      { kind: 'wheel' }
    ],
    config: {
      user: '5:6',
      workingDir: '/w',
      env: { QUOTED: 'a "b"' },
      entrypoint: ['run', 'me'],
      command: []
    }
  });
  const instructions = text
    .replaceAll(/ && \\\n\s+/g, ' && ')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'));
  assert.deepEqual(
    instructions.map(line => line.split(' ')[0]),
    [
      'FROM',
      'RUN',
      'COPY',
      'RUN',
      'COPY',
      'COPY',
      'COPY',
      'RUN',
      'COPY',
      'RUN',
      'ENV',
      'WORKDIR',
      'USER',
      'ENTRYPOINT',
      'CMD'
    ]
  );
  assert.equal(instructions[0], 'FROM debian:trixie-slim');
  assert.match(
    instructions[1],
    /install --yes --no-install-recommends a b && .* && first && second$/
  );
  assert.equal(instructions[2], 'COPY images/requirements/some.txt /tmp/requirements.txt');
  assert.match(instructions[3], /--require-hashes .*-path '\/opt\/venv\/\*\/tests'/);
  assert.equal(instructions[4], 'COPY --chmod=0755 ["x","/bin/x"]');
  assert.equal(instructions[5], 'COPY ["y z","/y"]');
  assert.match(
    instructions[7],
    /--require-hashes .*--target=\/opt\/more --requirement=\/tmp\/requirements\.txt/
  );
  assert.equal(instructions[10], 'ENV QUOTED="a \\"b\\""');
  assert.equal(instructions[13], 'ENTRYPOINT ["run","me"]');
});
