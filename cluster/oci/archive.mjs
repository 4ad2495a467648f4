import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

import { exec } from '../exec.mjs';

/**
 * @typedef {object} ImageConfig the part of an OCI image configuration that we use
 * @property {string[]} [entrypoint]
 * @property {string[]} [command]
 * @property {string[]} [env] `NAME=value`
 * @property {string} [user] `uid` or `uid:gid`
 * @property {string} [workingDir]
 * @property {Record<string, string>} [labels]
 */

/**
 * @typedef {object} Layer
 * @property {string} file tar, gzipped or plain
 * @property {string} mediaType what the file is, in OCI's words
 * @property {string} digest `sha256:…` of the file
 * @property {string} diffId `sha256:…` of the tar inside
 * @property {number} size of the file, in bytes
 */

/** OCI's name of this machine's architecture. */
const ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;

/** Layers are read in large pieces: with Node's default the calls cost more than the work. */
const READ_AT_ONCE = 1 << 20;

const PLAIN_LAYER = 'application/vnd.oci.image.layer.v1.tar';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/**
 * Packs a folder into a layer, such that the same content always is the same layer.
 * @param {string} folder
 * @param {string} file where the layer goes
 * @param {object} [options]
 * @param {'root' | 'keep'} [options.owner] whose the files are; `keep`: as on disk. Root when absent
 * @param {number} [options.mtime] time of all files, in seconds since 1970; 0 when absent
 * @param {boolean} [options.compress] false leaves the layer a plain tar: a layer that never leaves this machine
 *   is then packed and unpacked several times as fast
 * @returns {Promise<Layer>}
 */
export async function packLayer(folder, file, options = {}) {
  const { mtime = 0, compress = true } = options;
  const owner = options.owner === 'keep' ? [] : ['--owner=0', '--group=0'];
  const plain = compress ? `${file}.tar` : file;
  await exec('tar', [
    '--create',
    `--file=${plain}`,
    '--numeric-owner',
    ...owner,
    '--sort=name',
    `--mtime=@${mtime}`,
    `--directory=${folder}`,
    '.'
  ]);
  const diffId = await sha256(plain);
  if (!compress) {
    return { file, mediaType: PLAIN_LAYER, diffId, digest: diffId, size: (await stat(file)).size };
  }
  try {
    // Level 1: the archive is read once, on this machine; time counts for more than size.
    await pipeline(
      createReadStream(plain, { highWaterMark: READ_AT_ONCE }),
      createGzip({ level: 1, chunkSize: READ_AT_ONCE }),
      createWriteStream(file)
    );
    return {
      file,
      mediaType: `${PLAIN_LAYER}+gzip`,
      diffId,
      digest: await sha256(file),
      size: (await stat(file)).size
    };
  } finally {
    await rm(plain, { force: true });
  }
}

/**
 * @typedef {object} ImageContent
 * @property {string} name full name, such as `localhost/coredns:v1.14.7`
 * @property {Layer[]} layers from the base upwards
 * @property {ImageConfig} config
 */

/**
 * The digest by which a node knows an image.
 * @param {ImageContent} image
 * @returns {string} `sha256:…` of the image's manifest
 */
export function imageDigest(image) {
  return documentsOf(image).manifest.digest;
}

/**
 * Writes an OCI archive that `ctr images import` (and any other OCI tool) reads.
 * @param {ImageContent & { output: string, omit?: ReadonlySet<string> }} options
 *   `output`: path of the archive (.tar); `omit`: digests of blobs to leave out, because the node that it is for has them
 * @returns {Promise<string>} digest of the image's manifest, `sha256:…`
 */
export async function writeArchive({ output, omit = new Set(), ...image }) {
  const { config, manifest, index } = documentsOf(image);
  await mkdir(dirname(output), { recursive: true });
  const work = await mkdtemp(`${output}.part-`);
  try {
    const layout = join(work, 'layout');
    const blobs = join(layout, 'blobs', 'sha256');
    await mkdir(blobs, { recursive: true });
    for (const { digest, text } of [config, manifest]) {
      await writeFile(join(blobs, digest.slice(7)), text);
    }
    for (const layer of image.layers.filter(({ digest }) => !omit.has(digest))) {
      // A hard link where the file system allows it: layers are large.
      const target = join(blobs, layer.digest.slice(7));
      await link(layer.file, target).catch(() => copyFile(layer.file, target));
    }
    await writeFile(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    await writeFile(join(layout, 'index.json'), index);
    const archive = join(work, 'archive.tar');
    await exec('tar', [
      '--create',
      `--file=${archive}`,
      '--sort=name',
      '--mtime=@0',
      `--directory=${layout}`,
      '.'
    ]);
    await rename(archive, output);
    return manifest.digest;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * The JSON documents of an image. Their order of keys is fixed, so the same image has the same digest.
 * @param {ImageContent} image
 */
function documentsOf({ name, layers, config }) {
  const configBlob = blobOf({
    architecture: ARCHITECTURE,
    os: 'linux',
    config: {
      Entrypoint: config.entrypoint,
      Cmd: config.command,
      Env: config.env ?? ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      User: config.user,
      WorkingDir: config.workingDir ?? '/',
      Labels: config.labels
    },
    rootfs: { type: 'layers', diff_ids: layers.map(layer => layer.diffId) }
  });
  const manifest = blobOf({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: configBlob.digest,
      size: configBlob.size
    },
    layers: layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size }))
  });
  const index = JSON.stringify({
    schemaVersion: 2,
    manifests: [
      {
        mediaType: MANIFEST,
        digest: manifest.digest,
        size: manifest.size,
        platform: { architecture: ARCHITECTURE, os: 'linux' },
        annotations: {
          'io.containerd.image.name': name,
          'org.opencontainers.image.ref.name': tagOf(name)
        }
      }
    ]
  });
  return { config: configBlob, manifest, index };
}

/**
 * @param {unknown} content
 */
function blobOf(content) {
  const text = JSON.stringify(content);
  const hex = createHash('sha256').update(text).digest('hex');
  return { text, digest: `sha256:${hex}`, size: Buffer.byteLength(text) };
}

/**
 * The tag of an image name; a port in the registry's part is none.
 * @param {string} name
 * @returns {string}
 */
export function tagOf(name) {
  return /:([^:/]+)$/.exec(name)?.[1] ?? 'latest';
}

/**
 * @param {string} file
 * @returns {Promise<string>} `sha256:…`
 */
async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: READ_AT_ONCE }), hash);
  return `sha256:${hash.digest('hex')}`;
}
