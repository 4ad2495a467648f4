import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import fc from 'fast-check';

import { exec } from '../../cluster/exec.mjs';
import { writeArchive } from '../../cluster/oci/archive.mjs';
import { CHECKOUT } from '../description.mjs';
import { ensureLayer, planLayers, timeOf } from './layer.mjs';

/** @typedef {import('../description.mjs').LayerDescription} LayerDescription */

/** @type {LayerDescription} */
const debian = { kind: 'debian', suite: 'bookworm', packages: ['a'], setup: [] };
/** @type {LayerDescription} */
const python = { kind: 'python', requirements: 'jupyter', trim: [] };

/** @type {string} */
let folder;
/** @type {string | undefined} */
let formerCache;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layers-'));
  formerCache = process.env.KUBEFLOW_LAB_CACHE;
  process.env.KUBEFLOW_LAB_CACHE = join(folder, 'cache');
});
beforeEach(async () => {
  await rm(join(folder, 'files'), { recursive: true, force: true });
  await mkdir(join(folder, 'files', 'sub'), { recursive: true });
  await writeFile(join(folder, 'files', 'sub', 'text'), 'one');
  await writeFile(join(folder, 'files', 'tool'), '#!/bin/sh');
});
after(async () => {
  if (formerCache === undefined) {
    delete process.env.KUBEFLOW_LAB_CACHE;
  } else {
    process.env.KUBEFLOW_LAB_CACHE = formerCache;
  }
  await rm(folder, { recursive: true });
});

/** @returns {LayerDescription} */
function copy() {
  const from = relative(CHECKOUT, join(folder, 'files'));
  return {
    kind: 'copy',
    files: [
      { from: join(from, 'sub'), to: '/app/sub' },
      { from: join(from, 'tool'), to: '/bin/tool', executable: true }
    ]
  };
}

/** @param {LayerDescription[]} descriptions */
async function hashes(...descriptions) {
  return (await planLayers(descriptions)).map(({ hash }) => hash);
}

test('the same description is the same layer', async () => {
  assert.deepEqual(
    await hashes(debian, python, copy()),
    await hashes({ ...debian }, { ...python }, copy())
  );
});

const changes = /** @type {const} */ ([
  ['another package of Debian', { ...debian, packages: ['b'] }, python, [true, true, false]],
  ['another lock file', debian, { ...python, requirements: 'tensorflow' }, [false, true, false]],
  ['something more to trim', debian, { ...python, trim: ['*'] }, [false, true, false]]
]);
for (const [what, changedDebian, changedPython, expected] of changes) {
  test(`${what} changes the layer and those that are built on it, no other`, async () => {
    const first = await hashes(debian, python, copy());
    const second = await hashes(
      /** @type {LayerDescription} */ (changedDebian),
      /** @type {LayerDescription} */ (changedPython),
      copy()
    );
    assert.deepEqual(
      first.map((hash, index) => hash !== second[index]),
      expected
    );
  });
}

test('a changed file changes only the layer that contains it', async () => {
  const first = await hashes(debian, python, copy());
  await writeFile(join(folder, 'files', 'sub', 'text'), 'two');
  const second = await hashes(debian, python, copy());
  assert.deepEqual(
    first.map((hash, index) => hash === second[index]),
    [true, true, false]
  );
});

test('a layer that stands on nothing is refused', async () => {
  await assert.rejects(planLayers([python]), /needs a debian layer below/);
});

test('a file that is missing is said by name', async () => {
  await assert.rejects(
    planLayers([{ kind: 'copy', files: [{ from: 'no/such/file', to: '/x' }] }]),
    /The file no\/such\/file, .* is missing; run "npm run build" first\./
  );
});

test('a layer does not depend on times, modes or the umask of the checkout, and is made once', async () => {
  const [planned] = await planLayers([copy()]);
  const first = await ensureLayer(planned);
  await rm(planned.path, { recursive: true });

  await utimes(join(folder, 'files', 'sub', 'text'), 1, 1);
  await chmod(join(folder, 'files', 'sub', 'text'), 0o600);
  const umask = process.umask(0o077);
  try {
    const [again] = await planLayers([copy()]);
    const [one, two] = await Promise.all([ensureLayer(again), ensureLayer(again)]);
    assert.deepEqual(one, first);
    assert.deepEqual(two, first);
  } finally {
    process.umask(umask);
  }
  assert.deepEqual(
    (await readdir(join(folder, 'cache', 'layers'))).filter(name => name.includes('.part')),
    []
  );
});

test('an image of our own files holds them with fixed owners and modes', async () => {
  const [planned] = await planLayers([copy()]);
  const layer = await ensureLayer(planned);
  const listing = await exec('tar', [
    '--list',
    '--verbose',
    '--numeric-owner',
    `--file=${layer.file}`
  ]);
  const entries = listing
    .trim()
    .split('\n')
    .map(line => line.replaceAll(/\s+/g, ' ').split(' '))
    .map(([mode, owner, , , , path]) => `${mode} ${owner} ${path}`);
  assert.deepEqual(entries, [
    'drwxr-xr-x 0/0 ./',
    'drwxr-xr-x 0/0 ./app/',
    'drwxr-xr-x 0/0 ./app/sub/',
    '-rw-r--r-- 0/0 ./app/sub/text',
    'drwxr-xr-x 0/0 ./bin/',
    '-rwxr-xr-x 0/0 ./bin/tool'
  ]);
  const output = join(folder, 'image.tar');
  const config = { entrypoint: ['/bin/tool'] };
  const image = { name: 'localhost/sample:1', layers: [layer], config };
  const digest = await writeArchive({ ...image, output });
  const whole = await exec('tar', ['--list', `--file=${output}`]);
  assert.ok(whole.includes(layer.digest.slice(7)));
  assert.equal(await writeArchive({ ...image, output, omit: new Set([layer.digest]) }), digest);
  const part = await exec('tar', ['--list', `--file=${output}`]);
  assert.ok(!part.includes(layer.digest.slice(7)));
  assert.ok(part.includes(digest.slice(7)), 'the manifest always travels');
});

test('a layer that cannot be made leaves nothing behind', async () => {
  const [planned] = await planLayers([copy()]);
  await rm(planned.path, { recursive: true, force: true });
  await rm(join(folder, 'files', 'tool'));
  await assert.rejects(ensureLayer(planned), /is missing/);
  assert.ok(!existsSync(planned.path));
  assert.deepEqual(
    (await readdir(join(folder, 'cache', 'layers'))).filter(name => name.includes('.part')),
    []
  );
});

test('the time of a layer follows from its content and lies in the past', () => {
  const hexadecimal = fc.stringMatching(/^[0-9a-f]{20}$/);
  fc.assert(
    fc.property(hexadecimal, hash => {
      const time = timeOf(hash);
      assert.equal(time, timeOf(hash));
      assert.ok(Number.isInteger(time));
      assert.ok(time >= Date.UTC(2015, 0) / 1000 && time < Date.UTC(2020, 0) / 1000);
    })
  );
  assert.notEqual(timeOf('00000000aaaaaaaaaaaa'), timeOf('00000001aaaaaaaaaaaa'));
});
