import { addonImage } from './image.mjs';

/**
 * @typedef {import('./cluster.mjs').AddonCluster} AddonCluster
 * @typedef {import('../build/go-tool.mjs').BuildContext} BuildContext
 * @typedef {import('../steps/graph.mjs').Step} Step
 */

/**
 * @typedef {object} Addon
 * @property {string} name
 * @property {string} title what it is, for a person
 * @property {boolean} core whether the platform's address is given out only when it is there
 * @property {string[]} [needs] other add-ons that must be installed before
 * @property {boolean} [prebuilt] whether `build` compiles nothing, and so need not wait for its turn
 * @property {(context: BuildContext) => Promise<import('./image.mjs').ProgramImage[]>} [build]
 *   makes its binaries, unless the cache has them
 * @property {(cluster: AddonCluster, images: string[], context: BuildContext) => Promise<void>} install
 *   gets the names of the images of what `build` made, already in the node; may be called again at any
 *   time, and then repairs
 */

/** The step that compiles the node's packages: other builds come after it, and reuse most of them. */
const NODE_BUILD = 'kubernetes';

/** The step after which pods can run. */
export const NODE = 'node';

/**
 * The steps of an add-on: one makes its images, which needs no cluster, and one installs it.
 * @param {Addon} addon
 * @param {() => AddonCluster} cluster asked once the node is ready
 * @returns {Step[]}
 */
export function stepsOf({ name, title, core, needs = [], prebuilt, build, install }, cluster) {
  const images = async (/** @type {BuildContext} */ context) =>
    Promise.all(((await build?.(context)) ?? []).map(addonImage));
  /** @type {Step} */
  const installation = {
    id: name,
    title: `Install ${title}`,
    after: [NODE, ...(build ? [`build-${name}`] : []), ...needs],
    optional: !core,
    async run(context) {
      const made = await images(context);
      await Promise.all(made.map(image => cluster().loadImage(image, context.signal)));
      const names = made.map(image => image.name);
      await install(cluster(), names, context);
    }
  };
  if (!build) {
    return [installation];
  }
  /** @type {Step} */
  const preparation = {
    id: `build-${name}`,
    title: prebuilt ? `Fetch ${title}` : `Build ${title}`,
    ...(prebuilt ? { after: ['machine'] } : { after: [NODE_BUILD], uses: 'compiler' }),
    optional: !core,
    run: images
  };
  return [preparation, installation];
}
