/** From an image's description to the archive that a node imports. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { cacheRoot, hashOf } from '../cluster/build/cache.mjs';
import { imageDigest, writeArchive } from '../cluster/oci/archive.mjs';
import { descriptionOf, referenceOf } from './description.mjs';
import { ensureLayer, planLayers } from './layers/layer.mjs';
import { fetchWheels } from './python-tools.mjs';

/**
 * @typedef {import('../cluster/build/go-tool.mjs').BuildContext} BuildContext
 *
 * @typedef {object} BuiltImage
 * @property {string} name such as `jupyter`
 * @property {string} reference under which a node knows it
 * @property {string} digest `sha256:…` of its manifest; the same content always has the same
 * @property {string} archive path of the OCI archive
 * @property {import('../cluster/oci/archive.mjs').Layer[]} layers
 */

/** Archives of former builds are kept for this long, for a node that is importing one. */
const ARCHIVE_LIFE = 60 * 60 * 1000;

/**
 * Builds an image; only what changed since the last time is made.
 * @param {string} name
 * @param {BuildContext} [context]
 * @param {{ omit?: ReadonlySet<string> }} [options] `omit`: digests of layers that the node has already, which the
 *   archive then does not contain
 * @returns {Promise<BuiltImage>}
 */
export async function buildImage(name, context = {}, options = {}) {
  const { layers: descriptions, config } = descriptionOf(name);
  const layers = await makeLayers(await planLayers(descriptions, context), context);
  const content = {
    name: referenceOf(name),
    layers,
    config: { ...config, env: Object.entries(config.env).map(([key, value]) => `${key}=${value}`) }
  };
  const digest = imageDigest(content);
  const omitted = layers.map(layer => layer.digest).filter(layer => options.omit?.has(layer));
  const folder = join(cacheRoot(), 'images');
  const archive = join(folder, `${name}-${hashOf([content.name, digest, ...omitted])}.tar`);
  await mkdir(folder, { recursive: true });
  if (!existsSync(archive)) {
    context.detail?.('writing the archive');
    await writeArchive({ ...content, output: archive, omit: new Set(omitted) });
    await removeFormer(folder, name, archive);
  }
  return { name, reference: content.name, digest, archive, layers };
}

/**
 * Makes the layers of an image that do not depend on our own code: its Debian and its Python packages.
 * @param {string} name
 * @param {BuildContext} [context]
 */
export async function prepareImage(name, context = {}) {
  const planned = await foreignLayers(name);
  await Promise.all([
    makeLayers(planned, context),
    // Packages come from the network while Debian, below them, is still being installed.
    ...planned.map(({ description, path }) =>
      description.kind === 'python' && !existsSync(path)
        ? fetchWheels(description.requirements, context)
        : undefined
    )
  ]);
}

/**
 * Whether `prepareImage` has nothing to do.
 * @param {string} name
 * @returns {Promise<boolean>}
 */
export async function isPrepared(name) {
  return (await foreignLayers(name)).every(({ path }) => existsSync(path));
}

/** @param {string} name */
function foreignLayers(name) {
  const { layers } = descriptionOf(name);
  return planLayers(layers.filter(({ kind }) => kind === 'debian' || kind === 'python'));
}

/**
 * @param {import('./layers/layer.mjs').PlannedLayer[]} planned
 * @param {BuildContext} context
 * @returns {Promise<import('../cluster/oci/archive.mjs').Layer[]>}
 */
async function makeLayers(planned, context) {
  const layers = [];
  for (const layer of planned) {
    layers.push(await ensureLayer(layer, context));
  }
  return layers;
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} current
 */
async function removeFormer(folder, name, current) {
  for (const file of await readdir(folder)) {
    const path = join(folder, file);
    const former = new RegExp(`^${name}-[0-9a-f]{20}\\.tar$`).test(file) && path !== current;
    if (former && Date.now() - (await stat(path)).mtimeMs > ARCHIVE_LIFE) {
      await rm(path, { force: true });
    }
  }
}
