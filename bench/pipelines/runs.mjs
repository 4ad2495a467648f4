/** Runs of the workflow engine and pods made by hand, each timed from its request to its end. */
import { until } from '../until.mjs';

const GROUP = { group: 'argoproj.io', version: 'v1alpha1', plural: 'workflows' };
const ENDED = ['Succeeded', 'Failed', 'Error'];

/**
 * @typedef {object} Place
 * @property {import('@kubernetes/client-node').CustomObjectsApi} objects
 * @property {import('@kubernetes/client-node').CoreV1Api} core
 * @property {string} namespace holds nothing else
 */

/** @param {string} image @returns {{container: object}} what every step and every pod does */
export function stepOf(image) {
  return {
    container: { image, imagePullPolicy: 'IfNotPresent', command: ['sh', '-c', 'echo done'] }
  };
}

/** @param {string} what @param {number} begun @param {() => Promise<string | undefined>} phaseOf */
function ended(what, begun, phaseOf) {
  return until(`The end of ${what}`, begun, async () => {
    const phase = (await phaseOf()) ?? '';
    if (ENDED.includes(phase) && phase !== 'Succeeded') {
      throw new Error(`${what} ended as ${phase}.`);
    }
    return phase === 'Succeeded';
  });
}

/**
 * @param {Place} place
 * @param {string} name
 * @param {object} main what the template `main` does, with a template `step` at hand
 * @param {{container: object}} step
 * @returns {Promise<number>} seconds until it has succeeded; it is deleted then
 */
export async function timeWorkflow({ objects, namespace }, name, main, { container }) {
  const begun = performance.now();
  const templates = [
    { name: 'main', ...main },
    { name: 'step', container }
  ];
  const body = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace },
    spec: { entrypoint: 'main', templates }
  };
  await objects.createNamespacedCustomObject({ ...GROUP, namespace, body });
  const seconds = await ended(`Workflow ${name}`, begun, async () => {
    const { status } = await objects.getNamespacedCustomObject({ ...GROUP, namespace, name });
    return status?.phase;
  });
  await objects.deleteNamespacedCustomObject({ ...GROUP, namespace, name });
  return seconds;
}

/**
 * @param {Place} place
 * @param {string[]} names of pods, all made at once
 * @param {{container: object}} step
 * @returns {Promise<number>} seconds until all have succeeded; they are deleted then
 */
export async function timePods({ core, namespace }, names, { container }) {
  const begun = performance.now();
  const spec = { restartPolicy: 'Never', containers: [{ name: 'main', ...container }] };
  await Promise.all(
    names.map(name => core.createNamespacedPod({ namespace, body: { metadata: { name }, spec } }))
  );
  const seconds = await ended(`Pods ${names[0]}…`, begun, async () => {
    const { items } = await core.listNamespacedPod({ namespace });
    const phases = new Set(items.map(({ status }) => status?.phase));
    return phases.size === 1 ? [...phases][0] : [...phases].find(phase => phase === 'Failed');
  });
  await core.deleteCollectionNamespacedPod({ namespace });
  return seconds;
}

/** Pods that are being removed would slow the next ones down. @param {Place} place */
export async function settled({ core, namespace }) {
  const noPods = async () => (await core.listNamespacedPod({ namespace })).items.length === 0;
  await until(`The removal of the pods of ${namespace}`, performance.now(), noPods, { every: 100 });
}
