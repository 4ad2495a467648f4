import { readFile } from 'node:fs/promises';

import { referenceOf } from '../../images/index.mjs';
import { ClearError } from '../errors.mjs';
import { waitForDeployment } from './client.mjs';

const PATCH = new URL('../../deploy/components/suggestions/suggestions.yaml', import.meta.url);
const NAMESPACE = 'kubeflow-lab';
const DEPLOYMENT = 'kubeflow-lab-engines';

/** Owns the container in the Deployment, which the next installation of the platform so leaves as it is. */
const FIELD_MANAGER = 'kubeflow-lab-suggestions';

/**
 * The step that puts the suggestion service beside the engine of sweeps. It comes behind the platform's address:
 * nobody needs to wait for its image before they have a notebook.
 * @param {() => import('./cluster.mjs').AddonCluster} cluster asked once the node is ready
 * @param {string[]} after the steps after which the platform is installed and the node has the image
 * @returns {import('../steps/graph.mjs').Step}
 */
export function suggestionsStep(cluster, after) {
  return {
    id: 'suggestions',
    title: 'Give sweeps what chooses their values',
    after,
    run: context => installSuggestions(cluster(), context)
  };
}

/**
 * @param {import('./cluster.mjs').AddonCluster} cluster
 * @param {import('../build/go-tool.mjs').BuildContext} context
 */
async function installSuggestions({ client, imageDigest }, context) {
  const image = referenceOf('suggestion');
  const digest = await imageDigest(image);
  if (digest === undefined) {
    throw new ClearError(`The node does not have the image ${image}: load it first.`);
  }
  const patch = patchFor(await readFile(PATCH, 'utf8'), { image, digest });
  await client.apply(patch, { ...context, fieldManager: FIELD_MANAGER });
  const what = 'The engine of sweeps';
  await waitForDeployment(
    client,
    { namespace: NAMESPACE, name: DEPLOYMENT, selector: `app=${DEPLOYMENT}`, what, seconds: 180 },
    context
  );
}

/**
 * The patch with the image in the node; its digest makes a new pod where the image has changed, and only then.
 * @param {string} patch
 * @param {{ image: string, digest: string }} content
 * @returns {string}
 */
export function patchFor(patch, { image, digest }) {
  return patch
    .replace(/^( +lab\.kubeflow\.org\/suggestion-image:).*$/m, `$1 '${digest}'`)
    .replace(/^( +image:) localhost\/kubeflow-lab-suggestion:\S+$/m, `$1 ${image}`);
}
