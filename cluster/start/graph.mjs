/** Everything that `npm start` does, as one graph of steps. */
import { imageSteps, referenceOf } from '../../images/index.mjs';
import {
  addonCluster,
  AddonStates,
  announced,
  CORE_STEPS,
  coreSteps,
  followingSteps,
  platformStep
} from '../addons/index.mjs';
import { GATEWAY, listImages, loadImage } from '../node/lifecycle.mjs';
import { nodeSteps } from '../up.mjs';
import { CODE_OF_IMAGE, workspaceSteps } from '../workspace/build-steps.mjs';

/**
 * @typedef {import('../steps/graph.mjs').Step} Step
 * @typedef {import('../node/lifecycle.mjs').Cluster} Cluster
 */

/** The step after which the address can be given out; it gives a PlatformResult. */
export const ADDRESS = 'platform';

/**
 * @param {object} options
 * @param {string} options.root the checkout
 * @param {string} options.name of the cluster
 * @param {number} options.port
 * @param {string} options.origin
 * @param {boolean} options.throwaway
 * @param {boolean} options.newPasswords
 * @returns {{ steps: Step[], states: AddonStates }} `states`: what the server shows of what follows behind the address
 */
export function startGraph({ root, name, port, origin, throwaway, newPasswords }) {
  /** @type {Cluster | undefined} */
  let node;
  /** @type {import('../../images/image.mjs').BuiltImage | undefined} */
  let platform;
  const cluster = () => addonCluster(known(node));
  const states = new AddonStates();
  const steps = [
    ...nodeSteps({ name, throwaway, forwards: { [port]: GATEWAY } }),
    ...workspaceSteps(root),
    ...imageSteps(['platform', 'jupyter'], CODE_OF_IMAGE),
    loadStep('jupyter', name),
    ...coreSteps(cluster),
    platformStep(cluster, {
      origin,
      newPasswords,
      states,
      images: { jupyter: [referenceOf('jupyter')], tensorflow: [referenceOf('tensorflow')] },
      after: [...CORE_STEPS, 'image-platform', 'load-jupyter'],
      image: () => {
        const { reference, archive, digest } = known(platform);
        return { name: reference, archive, digest };
      }
    }),
    ...followingSteps(cluster, states).map(behind),
    ...announced(
      [...imageSteps(['tensorflow'], CODE_OF_IMAGE), loadStep('tensorflow', name)].map(behind),
      { name: 'tensorflow-image', title: 'the TensorFlow image' },
      states
    )
  ];
  const kept = {
    node: (/** @type {any} */ result) => (node = result),
    'image-platform': (/** @type {any} */ result) => (platform = result)
  };
  return { steps: steps.map(step => keeping(step, kept)), states };
}

/**
 * @template T
 * @param {T | undefined} value
 * @returns {T}
 */
function known(value) {
  if (value === undefined) {
    throw new Error('a step asked for what an earlier step has not made yet');
  }
  return value;
}

/**
 * @param {Step} step
 * @param {Record<string, (result: any) => void>} kept what to do with the results of steps
 * @returns {Step}
 */
function keeping(step, kept) {
  const keep = kept[step.id];
  if (!keep) {
    return step;
  }
  return {
    ...step,
    async run(context) {
      const result = await step.run(context);
      keep(result);
      return result;
    }
  };
}

/**
 * What is not needed for the address gives way to what is, and may fail without harm to it.
 * @param {Step} step
 * @returns {Step}
 */
function behind(step) {
  return { ...step, after: [...(step.after ?? []), ADDRESS], optional: true };
}

/**
 * @param {string} image
 * @param {string} name of the cluster
 * @param {string[]} [after] the steps after which the cluster runs
 * @returns {Step}
 */
export function loadStep(image, name, after = ['node']) {
  return {
    id: `load-${image}`,
    title: `Give the node the image ${image}`,
    after: [...after, `image-${image}`],
    async run({ result }) {
      const { archive, digest } = result(`image-${image}`);
      if ((await listImages(name)).get(referenceOf(image)) !== digest) {
        await loadImage(name, archive);
      }
    }
  };
}
