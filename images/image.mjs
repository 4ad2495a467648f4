/** From an image's description to what a node imports. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { cacheRoot } from '../cluster/build/cache.mjs';
import { listBlobs, listImages, loadImage } from '../cluster/node/images.mjs';
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
 * @property {import('../cluster/oci/archive.mjs').ImageContent} content
 */

/**
 * Builds an image; only what changed since the last time is made.
 * @param {string} name
 * @param {BuildContext} [context]
 * @returns {Promise<BuiltImage>}
 */
export async function buildImage(name, context = {}) {
  const { layers, config } = descriptionOf(name);
  const content = {
    name: referenceOf(name),
    layers: await makeLayers(await planLayers(layers, context), context),
    config: { ...config, env: Object.entries(config.env).map(([key, value]) => `${key}=${value}`) }
  };
  return { name, reference: content.name, digest: imageDigest(content), content };
}

/**
 * Writes an image as an OCI archive into the cache, over the last one of its name.
 * @param {BuiltImage} image
 * @returns {Promise<string>} path of the archive
 */
export async function archiveImage(image) {
  const output = join(cacheRoot(), 'images', `kubeflow-lab-${image.name}.tar`);
  await writeArchive({ ...image.content, output });
  return output;
}

/**
 * Gives a cluster an image, unless it has it. Only the layers that it lacks travel.
 * @param {BuiltImage} image
 * @param {string} cluster name of a cluster that runs
 * @param {AbortSignal} [signal] ends it in the middle
 * @returns {Promise<boolean>} false where the cluster had it
 */
export async function deliverImage(image, cluster, signal) {
  if ((await listImages(cluster)).get(image.reference) === image.digest) {
    return false;
  }
  const parent = join(cacheRoot(), 'images');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'delivery-'));
  try {
    const output = join(folder, 'image.tar');
    await writeArchive({ ...image.content, output, omit: await listBlobs(cluster) });
    await loadImage(cluster, output, signal);
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
      (description.kind === 'python' || description.kind === 'packages') && !existsSync(path)
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

/** Kinds of layers that hold other people's work alone. */
const FOREIGN = ['debian', 'python', 'packages'];

/** @param {string} name */
function foreignLayers(name) {
  const { layers } = descriptionOf(name);
  return planLayers(layers.filter(({ kind }) => FOREIGN.includes(kind)));
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
