import { staticImage } from '../oci/static-image.mjs';
import { PAUSE_IMAGE } from '../node/config.mjs';
import { cached, cachePath, hashOf } from './cache.mjs';
import { goTool, goToolPath } from './go-tool.mjs';

/**
 * The archive of the image that holds a pod's namespaces.
 * @returns {Promise<string>} path in the cache
 */
export async function pauseImagePath() {
  return cachePath('images', 'pause.tar', hashOf([PAUSE_IMAGE, await goToolPath('pause')]));
}

/**
 * @param {import('./go-tool.mjs').BuildContext} [context]
 * @returns {Promise<string>}
 */
export async function pauseImage(context = {}) {
  const binary = await goTool('pause', context);
  return cached(await pauseImagePath(), async temporary => {
    await staticImage({
      name: PAUSE_IMAGE,
      binary,
      program: 'pause',
      user: '65535',
      output: temporary
    });
  });
}
