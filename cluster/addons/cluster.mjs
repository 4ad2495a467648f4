import { listImages, loadImage } from '../node/images.mjs';
import { kubeClient } from './client.mjs';

/**
 * What an add-on needs of the cluster it is installed in.
 * @typedef {object} AddonCluster
 * @property {import('./client.mjs').Client} client
 * @property {(image: import('./image.mjs').AddonImage, signal?: AbortSignal) => Promise<void>} loadImage imports
 *   it, unless it is there
 * @property {(name: string) => Promise<string | undefined>} imageDigest of the manifest of an image in the node
 * @property {string} folder for files that belong to the cluster
 * @property {string} volumes folder of users' volumes on the node
 * @property {string} dnsAddress ClusterIP that pods ask for names
 * @property {string} gatewayAddress ClusterIP kept for the gateway
 * @property {string[]} resolvers name servers that pods reach for names outside the cluster; none where
 *   there is no way out
 */

/**
 * @param {import('../node/lifecycle.mjs').Cluster} node a node that is ready
 * @returns {AddonCluster}
 */
export function addonCluster(node) {
  const { plan } = node;
  if (!plan) {
    throw new Error(`The cluster "${node.name}" was never started.`);
  }
  return {
    client: kubeClient(node),
    imageDigest: async name => (await listImages(node.name)).get(name),
    async loadImage({ name, archive }, signal) {
      if (!(await listImages(node.name)).has(name)) {
        await loadImage(node.name, archive, signal);
      }
    },
    folder: node.root,
    volumes: node.volumes,
    dnsAddress: plan.dnsService,
    gatewayAddress: plan.gatewayService,
    resolvers: []
  };
}
