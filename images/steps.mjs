import { descriptionOf, referenceOf } from './description.mjs';
import { buildImage, isPrepared, prepareImage } from './image.mjs';

/** @typedef {import('../cluster/steps/graph.mjs').Step} Step */

/**
 * The steps that build images. What does not depend on our own code (`image-NAME-base`) waits for nothing, so it runs
 * beside everything else; `image-NAME` waits for it and for the steps that build our code, and gives back a BuiltImage.
 * @param {string[]} names
 * @param {Record<string, string[]>} [after] by image: ids of the steps that build what it contains
 * @returns {Step[]}
 */
export function imageSteps(names, after = {}) {
  return names.flatMap(name => [
    {
      id: `image-${name}-base`,
      title: baseTitle(name),
      done: () => isPrepared(name),
      run: context => prepareImage(name, context)
    },
    {
      id: `image-${name}`,
      title: `Image ${referenceOf(name)}`,
      after: [`image-${name}-base`, ...(after[name] ?? [])],
      run: context => buildImage(name, context)
    }
  ]);
}

/**
 * @param {string} name
 * @returns {string}
 */
function baseTitle(name) {
  const withPython = descriptionOf(name).layers.some(({ kind }) => kind === 'python');
  return withPython ? `Debian and Python packages of image ${name}` : `Debian of image ${name}`;
}
