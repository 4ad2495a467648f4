/** Everything that `npm start` does, as one graph of steps. */
import { deliverImage, imageSteps, referenceOf } from '../../images/index.mjs';
import {
  addonCluster,
  AddonStates,
  announced,
  CORE_STEPS,
  coreSteps,
  followingSteps,
  platformStep,
  suggestionsStep
} from '../addons/index.mjs';
import { GATEWAY } from '../node/forwards.mjs';
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
 * @param {boolean} options.trainer whether Kubeflow Trainer is installed, too
 * @returns {{ steps: Step[], states: AddonStates }} `states`: what the server shows of what follows behind the address
 */
export function startGraph({ root, name, port, origin, throwaway, newPasswords, trainer }) {
  /** @type {Cluster | undefined} */
  let node;
  const cluster = () => {
    if (!node) {
      throw new Error('a step asked for the cluster before its node was ready');
    }
    return addonCluster(node);
  };
  const states = new AddonStates();
  const steps = [
    ...nodeSteps({ name, throwaway, forwards: { [port]: GATEWAY } }),
    ...workspaceSteps(root),
    ...imageSteps(['platform', 'jupyter'], CODE_OF_IMAGE),
    loadStep('platform', name),
    loadStep('jupyter', name),
    ...coreSteps(cluster),
    platformStep(cluster, {
      origin,
      newPasswords,
      states,
      images: {
        jupyter: [referenceOf('jupyter')],
        tensorflow: [referenceOf('tensorflow')],
        xgboost: [referenceOf('xgboost')],
        pytorch: [referenceOf('pytorch')],
        mpi: [referenceOf('mpi')]
      },
      after: [...CORE_STEPS, 'load-platform', 'load-jupyter']
    }),
    ...followingSteps(cluster, states, trainer).map(behind),
    ...[
      { image: 'tensorflow', title: 'the TensorFlow image' },
      { image: 'xgboost', title: 'the XGBoost image' },
      { image: 'sklearn-server', title: 'the image that serves models' },
      { image: 'tensorboard', title: 'the TensorBoard image' },
      { image: 'tools', title: 'the image that lets MPI launchers reach their workers' },
      { image: 'pytorch', title: 'the PyTorch image' },
      { image: 'mpi', title: 'the MPI image' },
      { image: 'tensorflow-server', title: 'the image that serves models of TensorFlow' },
      { image: 'torch-server', title: 'the image that serves models of torch' }
    ].flatMap(({ image, title }) =>
      announced(
        [...imageSteps([image], CODE_OF_IMAGE), loadStep(image, name)].map(behind),
        { name: `${image}-image`, title },
        states
      )
    ),
    ...announced(
      [
        ...imageSteps(['suggestion'], CODE_OF_IMAGE),
        loadStep('suggestion', name),
        suggestionsStep(cluster, ['load-suggestion'])
      ].map(behind),
      { name: 'suggestions', title: 'what chooses the values of sweeps' },
      states
    )
  ];
  return {
    steps: steps.map(step => (step.id === 'node' ? telling(step, made => (node = made)) : step)),
    states
  };
}

/**
 * @param {Step} step
 * @param {(result: any) => void} tell
 * @returns {Step}
 */
function telling(step, tell) {
  return {
    ...step,
    async run(context) {
      const result = await step.run(context);
      tell(result);
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
    run: ({ result, signal }) => deliverImage(result(`image-${image}`), name, signal)
  };
}
