/** What is installed in the embedded cluster, as steps for `../steps`. */
import { announced } from './addon-states.mjs';
import { coreDns } from './coredns.mjs';
import { gatewayApi } from './gateway-api.mjs';
import { kserve } from './kserve.mjs';
import { localPath } from './local-path.mjs';
import { metricsServer } from './metrics-server.mjs';
import { seaweedFs } from './seaweedfs.mjs';
import { stepsOf } from './steps.mjs';
import { traefik } from './traefik.mjs';
import { trainer } from './trainer.mjs';
import { trainingOperator } from './training-operator.mjs';

export { AddonStates, announced } from './addon-states.mjs';
export { addonCluster } from './cluster.mjs';
export { platformStep, USERS } from './platform.mjs';
export { suggestionsStep } from './suggestions.mjs';

const CORE = [coreDns, localPath, gatewayApi, traefik];
const FOLLOWING = [seaweedFs, trainingOperator, kserve, metricsServer];

/** The ids of the steps after which the core is there. */
export const CORE_STEPS = CORE.map(addon => addon.name);

/**
 * What the platform needs to be opened.
 * @param {() => import('./cluster.mjs').AddonCluster} cluster asked once the step `node` is done
 * @returns {import('../steps/graph.mjs').Step[]}
 */
export function coreSteps(cluster) {
  return CORE.flatMap(addon => stepsOf(addon, cluster));
}

/**
 * What is installed behind the platform's address. All of it is optional: its failure is shown, and
 * stops nothing else.
 * @param {() => import('./cluster.mjs').AddonCluster} cluster asked once the step `node` is done
 * @param {import('./addon-states.mjs').AddonStates} states
 * @param {boolean} withTrainer whether somebody asked for Kubeflow Trainer, which takes minutes to compile
 * @returns {import('../steps/graph.mjs').Step[]}
 */
export function followingSteps(cluster, states, withTrainer) {
  const addons = withTrainer ? [...FOLLOWING, trainer] : FOLLOWING;
  return addons.flatMap(addon => announced(stepsOf(addon, cluster), addon, states));
}
