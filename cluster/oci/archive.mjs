import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Duplex, Transform } from 'node:stream';
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
 * @property {string} file tar, compressed
 * @property {string} mediaType what the file is, in OCI's words
 * @property {string} digest `sha256:…` of the file
 * @property {string} diffId `sha256:…` of the tar inside
 * @property {number} size of the file, in bytes
 */

/** OCI's name of this machine's architecture. */
const ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;

/** Layers are compressed in large pieces: with Node's default the calls cost more than the work. */
const READ_AT_ONCE = 1 << 20;

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/**
 * How a layer may be compressed, at the fastest level: it is read once, on this machine, so time counts for more than size.
 * zstd takes a fifth of gzip's time, but is a program that the machine must have.
 * @type {Record<'gzip' | 'zstd', { mediaType: string, start: () => { stream: NodeJS.ReadWriteStream, ended: Promise<void> } }>}
 */
const COMPRESSIONS = {
  gzip: {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    start: () => ({
      stream: createGzip({ level: 1, chunkSize: READ_AT_ONCE }),
      ended: Promise.resolve()
    })
  },
  zstd: {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd',
    start: () => {
      const zstd = pipeThrough('zstd', ['--quiet', '-1', '-T0', '--stdout']);
      return {
        stream: Duplex.from({ writable: zstd.child.stdin, readable: zstd.child.stdout }),
        ended: zstd.ended
      };
    }
  }
};

/**
 * Packs a folder into a layer, such that the same content always is the same layer.
 * @param {string} folder
 * @param {string} file where the layer goes
 * @param {object} [options]
 * @param {'root' | 'keep'} [options.owner] whose the files are; `keep`: as on disk. Root when absent
 * @param {number} [options.mtime] time of all files, in seconds since 1970; 0 when absent
 * @param {'gzip' | 'zstd'} [options.compression] gzip when absent
 * @returns {Promise<Layer>}
 */
export async function packLayer(folder, file, options = {}) {
  const { mtime = 0, compression = 'gzip' } = options;
  const { mediaType, start } = COMPRESSIONS[compression];
  const owner = options.owner === 'keep' ? [] : ['--owner=0', '--group=0'];
  const tar = pipeThrough('tar', [
    '--create',
    '--numeric-owner',
    ...owner,
    '--sort=name',
    `--mtime=@${mtime}`,
    `--directory=${folder}`,
    '.'
  ]);
  tar.child.stdin.end();
  const compressor = start();
  const plain = new Digest();
  const packed = new Digest();
  await Promise.all([
    pipeline(tar.child.stdout, plain, compressor.stream, packed, createWriteStream(file)),
    tar.ended,
    compressor.ended
  ]);
  return { file, mediaType, diffId: plain.digest(), digest: packed.digest(), size: packed.size };
}

/** Passes bytes on unchanged, and knows their hash and number in the end. */
class Digest extends Transform {
  #hash = createHash('sha256');
  size = 0;

  /**
   * @override
   * @param {Buffer} chunk
   * @param {BufferEncoding} _encoding
   * @param {import('node:stream').TransformCallback} done
   */
  _transform(chunk, _encoding, done) {
    this.#hash.update(chunk);
    this.size += chunk.length;
    done(null, chunk);
  }

  /** @returns {string} `sha256:…` */
  digest() {
    return `sha256:${this.#hash.digest('hex')}`;
  }
}

/**
 * Starts a program that reads standard input and writes standard output.
 * @param {string} command
 * @param {string[]} args
 */
function pipeThrough(command, args) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', data => (errors += data));
  /** @type {Promise<void>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code =>
      code === 0
        ? resolve()
        : reject(new Error(`${command} ended with exit code ${code}: ${errors.trim()}`))
    );
  });
  return { child, ended };
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
      // Layers are large. A hard link would change the time of one that another build reads meanwhile, which tar takes for a change.
      await symlink(resolve(layer.file), join(blobs, layer.digest.slice(7)));
    }
    await writeFile(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    await writeFile(join(layout, 'index.json'), index);
    const archive = join(work, 'archive.tar');
    await exec('tar', [
      '--create',
      `--file=${archive}`,
      '--dereference',
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
