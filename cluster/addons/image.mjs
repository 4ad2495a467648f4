import { basename } from 'node:path';

import { cached, cachePath, hashOf } from '../build/cache.mjs';
import { staticImage } from '../oci/static-image.mjs';

/**
 * @typedef {object} ProgramImage an image of one static binary
 * @property {string} program its name, also that of the image
 * @property {string} version
 * @property {string} binary path whose last part changes with its content, as in the cache
 */

/**
 * @typedef {object} AddonImage
 * @property {string} name full name
 * @property {string} archive path of the OCI archive
 */

/**
 * Makes the image of a program, unless the cache has it. Its name changes with what is in it, so that a
 * change makes new pods.
 * @param {ProgramImage} image
 * @returns {Promise<AddonImage>}
 */
export async function addonImage({ program, version, binary }) {
  const hash = hashOf([basename(binary), program, version]);
  const name = `localhost/${program}:${version}-${hash.slice(0, 8)}`;
  const archive = await cached(cachePath('images', program, hash), async temporary => {
    await staticImage({ name, binary, program, output: temporary });
  });
  return { name, archive };
}
