/** Layers that are made once per content, in the cache that all clones share. */
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { cached, cachePath, hashOf } from '../../cluster/build/cache.mjs';
import { packLayer } from '../../cluster/oci/archive.mjs';
import { hostCommand } from '../host.mjs';
import * as copy from './copy.mjs';
import * as debian from './debian.mjs';
import * as packages from './packages.mjs';
import * as python from './python.mjs';
import * as wheel from './wheel.mjs';

/**
 * @typedef {import('../description.mjs').LayerDescription} LayerDescription
 * @typedef {import('../../cluster/build/go-tool.mjs').BuildContext} BuildContext
 *
 * @typedef {Record<'debian' | 'python', string>} Below folders with the files of the layers that a layer needs, by kind
 *
 * @typedef {object} PlannedLayer
 * @property {LayerDescription} description
 * @property {string} hash of everything that it is made from
 * @property {string} path its folder in the cache, whether it is made or not
 * @property {Below} below
 */

/** @type {Record<string, { needs: ('debian' | 'python')[], inputs: Function, make: Function }>} */
const KINDS = { debian, python, packages, wheel, copy };

/** Both the program and its Debian package have this name. @type {'zstd'} */
const COMPRESSION = 'zstd';

/** In a layer's folder of the cache. */
const LAYER_FILE = 'layer.tar.zst';
const LAYER_DOCUMENT = 'layer.json';

/** What this process is making at the moment; two images that share a layer make it once. @type {Map<string, Promise<string>>} */
const underWay = new Map();

/**
 * Finds out what the layers of an image are to be, without making them.
 * @param {LayerDescription[]} descriptions from the base upwards
 * @param {BuildContext} [context]
 * @returns {Promise<PlannedLayer[]>}
 */
export async function planLayers(descriptions, context = {}) {
  /** @type {PlannedLayer[]} */
  const planned = [];
  for (const description of descriptions) {
    const kind = KINDS[description.kind];
    const needed = kind.needs.map(need => {
      const layer = planned.find(other => other.description.kind === need);
      if (!layer) {
        throw new Error(`A ${description.kind} layer needs a ${need} layer below it.`);
      }
      return layer;
    });
    const inputs = await kind.inputs(description, context);
    const hash = hashOf([
      COMPRESSION,
      description.kind,
      ...needed.map(layer => layer.hash),
      ...inputs
    ]);
    planned.push({
      description,
      hash,
      path: cachePath('layers', description.kind, hash),
      below: /** @type {Below} */ (
        Object.fromEntries(needed.map(layer => [layer.description.kind, join(layer.path, 'root')]))
      )
    });
  }
  return planned;
}

/**
 * Makes a layer unless the cache has it. The layers that it needs must be made.
 * @param {PlannedLayer} planned
 * @param {BuildContext} [context]
 * @returns {Promise<import('../../cluster/oci/archive.mjs').Layer>}
 */
export async function ensureLayer(planned, context = {}) {
  const { path } = planned;
  if (!underWay.has(path)) {
    const work = cached(path, async temporary => {
      await makeLayer(planned, temporary, context);
      await removeUnused(dirname(path));
    });
    underWay.set(
      path,
      work.finally(() => underWay.delete(path))
    );
  }
  await underWay.get(path);
  // Says that it is in use: see removeUnused.
  await utimes(path, new Date(), new Date());
  const layer = JSON.parse(await readFile(join(path, LAYER_DOCUMENT), 'utf8'));
  return { ...layer, file: join(path, LAYER_FILE) };
}

/**
 * @param {PlannedLayer} planned
 * @param {string} folder where to make it
 * @param {BuildContext} context
 */
async function makeLayer({ description, hash, below }, folder, context) {
  const root = join(folder, 'root');
  await mkdir(folder, { recursive: true });
  await KINDS[description.kind].make(description, root, context, below);
  context.detail?.('packing');
  await hostCommand(COMPRESSION, COMPRESSION, context);
  const layer = await packLayer(root, join(folder, LAYER_FILE), {
    owner: 'keep',
    mtime: timeOf(hash),
    compression: COMPRESSION
  });
  // The folder is about to be moved, so its path is added by who reads this.
  await writeFile(join(folder, LAYER_DOCUMENT), JSON.stringify({ ...layer, file: undefined }));
  if (!Object.values(KINDS).some(({ needs }) => needs.some(need => need === description.kind))) {
    // Only layers on which others are built keep their files.
    await rm(root, { recursive: true });
  }
}

/** How long a layer that no image used stays in the cache. */
const KEPT_UNUSED = 7 * 24 * 60 * 60 * 1000;

/** @param {string} folder the layers in the cache */
async function removeUnused(folder) {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const used = await stat(path).catch(() => undefined);
    if (used && Date.now() - used.mtimeMs > KEPT_UNUSED) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

/** 2015-01-01, in seconds since 1970. */
const EARLIEST = 1_420_070_400;

/**
 * The time of all files of a layer. It follows from the content: web servers tell browsers by a file's time and
 * length whether it changed, so a layer that changed must not keep its time, and one that did not must.
 * @param {string} hash
 * @returns {number} seconds since 1970, between 2015 and 2019
 */
export function timeOf(hash) {
  return EARLIEST + (Number.parseInt(hash.slice(0, 8), 16) % 2 ** 27);
}
