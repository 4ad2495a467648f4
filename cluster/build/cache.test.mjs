import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { cached, contentOf, hashOf } from './cache.mjs';

/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cache-'));
});
after(() => rm(folder, { recursive: true }));

test('a hash depends on where one part ends and the next begins', () => {
  assert.equal(hashOf(['a', 'b']), hashOf(['a', 'b']));
  assert.notEqual(hashOf(['ab', '']), hashOf(['a', 'b']));
});

test('what is made is made once, and half of it is never seen', async () => {
  const path = join(folder, 'kind', 'thing');
  await assert.rejects(
    cached(path, async temporary => {
      await writeFile(temporary, 'half');
      throw new Error('interrupted');
    }),
    /interrupted/
  );
  assert.deepEqual(await readdir(join(folder, 'kind')), []);

  let made = 0;
  const make = async (/** @type {string} */ temporary) => {
    made += 1;
    await writeFile(temporary, 'whole');
  };
  await cached(path, make);
  await cached(path, make);
  assert.equal(made, 1);
  assert.equal(await readFile(path, 'utf8'), 'whole');
});

test('what a killed process had begun is removed, what a living one makes is not', async () => {
  const path = join(folder, 'abandoned', 'thing');
  await mkdir(join(folder, 'abandoned'));
  const living = `${path}.${process.ppid}.part`;
  await writeFile(living, '');
  // Process ids are smaller than this.
  await writeFile(`${path}.99999999.part.work`, '');
  await cached(path, temporary => writeFile(temporary, 'whole'));
  assert.deepEqual((await readdir(join(folder, 'abandoned'))).sort(), [
    'thing',
    `thing.${process.ppid}.part`
  ]);
});

test('the content of a folder is read in a fixed order, with names', async () => {
  const source = join(folder, 'source');
  await mkdir(join(source, 'b'), { recursive: true });
  await writeFile(join(source, 'b', 'c'), '2');
  await writeFile(join(source, 'a'), '1');
  assert.deepEqual((await contentOf(source)).map(String), ['a', '1', 'b/c', '2']);
});
