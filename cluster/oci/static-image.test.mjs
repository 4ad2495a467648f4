import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { exec } from '../exec.mjs';
import { packLayer, tagOf, writeArchive } from './archive.mjs';
import { staticImage } from './static-image.mjs';

/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-'));
});
after(() => rm(folder, { recursive: true }));

test('an archive holds what its digests say, and the same content is the same image', async () => {
  await writeFile(join(folder, 'tool'), 'a binary');
  const make = (/** @type {string} */ output) =>
    staticImage({
      name: 'localhost/tool:1',
      binary: join(folder, 'tool'),
      output: join(folder, output),
      files: { '/etc/tool/config': 'text' }
    });
  const digest = await make('one.tar');
  assert.equal(await make('two.tar'), digest);

  const layout = join(folder, 'layout');
  await exec('mkdir', [layout]);
  await exec('tar', ['--extract', `--file=${join(folder, 'one.tar')}`, `--directory=${layout}`]);
  const blob = (/** @type {string} */ name) => join(layout, 'blobs', 'sha256', name.slice(7));
  const index = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8'));
  assert.equal(index.manifests[0].annotations['io.containerd.image.name'], 'localhost/tool:1');
  assert.equal(index.manifests[0].digest, digest);

  const manifest = JSON.parse(await readFile(blob(digest), 'utf8'));
  for (const part of [manifest.config, ...manifest.layers]) {
    const content = await readFile(blob(part.digest));
    assert.equal(`sha256:${createHash('sha256').update(content).digest('hex')}`, part.digest);
    assert.equal(content.length, part.size);
  }
  const config = JSON.parse(await readFile(blob(manifest.config.digest), 'utf8'));
  assert.deepEqual(config.config.Entrypoint, ['/tool']);
  assert.equal(config.config.User, '65532');

  const listing = await exec('tar', [
    '--list',
    '--verbose',
    '--gzip',
    `--file=${blob(manifest.layers[0].digest)}`
  ]);
  assert.match(listing, /^-rwxr-xr-x 0\/0 .* \.\/tool$/m);
  assert.match(listing, /^drwxrwxrwt 0\/0 .* \.\/tmp\/$/m);
  assert.match(listing, /\.\/etc\/tool\/config$/m);
});

test('a layer that goes into an archive stays as it is for others that read it', async () => {
  const packed = join(folder, 'packed');
  await mkdir(packed);
  await writeFile(join(packed, 'file'), 'text');
  const layer = await packLayer(packed, join(folder, 'layer.tar.gz'));
  const before = await stat(layer.file);
  const output = join(folder, 'image.tar');
  await writeArchive({ name: 'localhost/tool:1', layers: [layer], config: {}, output });
  const after = await stat(layer.file);
  assert.equal(after.ctimeMs, before.ctimeMs);
  const listing = await exec('tar', ['--list', '--verbose', `--file=${output}`]);
  assert.match(
    listing,
    new RegExp(`^-.* ${layer.size} .* ./blobs/sha256/${layer.digest.slice(7)}$`, 'm')
  );
});

test('the tag of a name is what follows the last colon, unless that is a port', () => {
  assert.equal(tagOf('localhost/a:v1'), 'v1');
  assert.equal(tagOf('localhost:5000/a'), 'latest');
});
