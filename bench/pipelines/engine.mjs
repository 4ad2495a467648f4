/**
 * What the workflow engine adds: a run of one step and a diamond of four, against the same pod made by hand, in turn
 * and each to its end, so that the machine is as busy for one as for the other.
 */
import { figure, median } from '../report.mjs';

const GROUP = { group: 'argoproj.io', version: 'v1alpha1', plural: 'workflows' };
const ENDED = ['Succeeded', 'Failed', 'Error'];
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

const DIAMOND = {
  dag: {
    tasks: [
      { name: 'a', template: 'step' },
      { name: 'b', template: 'step', dependencies: ['a'] },
      { name: 'c', template: 'step', dependencies: ['a'] },
      { name: 'd', template: 'step', dependencies: ['b', 'c'] }
    ]
  }
};
const SINGLE = { dag: { tasks: [{ name: 'a', template: 'step' }] } };

/** Asks every 20 ms how something is until it has ended. @returns {Promise<number>} seconds since `begun` */
async function ended(what, begun, phaseOf) {
  const deadline = begun + 120_000;
  while (performance.now() < deadline) {
    const phase = await phaseOf();
    if (ENDED.includes(phase)) {
      if (phase !== 'Succeeded') {
        throw new Error(`${what} ended as ${phase}.`);
      }
      return (performance.now() - begun) / 1000;
    }
    await pause(20);
  }
  throw new Error(`${what} did not end within 120 s.`);
}

async function workflow(objects, namespace, name, main, container) {
  const begun = performance.now();
  const body = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace },
    spec: {
      entrypoint: 'main',
      templates: [
        { name: 'main', ...main },
        { name: 'step', container }
      ]
    }
  };
  await objects.createNamespacedCustomObject({ ...GROUP, namespace, body });
  const seconds = await ended(`Workflow ${name}`, begun, async () => {
    const { status } = await objects.getNamespacedCustomObject({ ...GROUP, namespace, name });
    return status?.phase;
  });
  await objects.deleteNamespacedCustomObject({ ...GROUP, namespace, name });
  return seconds;
}

async function barePod(core, namespace, name, container) {
  const begun = performance.now();
  const spec = { restartPolicy: 'Never', containers: [{ name: 'main', ...container }] };
  await core.createNamespacedPod({ namespace, body: { metadata: { name }, spec } });
  const seconds = await ended(`Pod ${name}`, begun, async () => {
    const { status } = await core.readNamespacedPod({ name, namespace });
    return status?.phase;
  });
  await core.deleteNamespacedPod({ name, namespace });
  return seconds;
}

/** Pods that are being removed would slow the next ones down. */
async function settled(core, namespace) {
  const begun = performance.now();
  while ((await core.listNamespacedPod({ namespace })).items.length > 0) {
    if (performance.now() - begun > 120_000) {
      throw new Error(`The pods of ${namespace} do not go.`);
    }
    await pause(100);
  }
}

/**
 * @param {{ objects: import('@kubernetes/client-node').CustomObjectsApi, core: import('@kubernetes/client-node').CoreV1Api,
 *   namespace: string, image: string, runs: number }} setting `namespace` holds nothing else
 * @param {(text: string) => void} note
 * @returns {Promise<import('../report.mjs').Figure[]>}
 */
export async function measureEngine({ objects, core, namespace, image, runs }, note) {
  const container = { image, imagePullPolicy: 'IfNotPresent', command: ['sh', '-c', 'echo done'] };
  const samples = [];
  // The first round warms the page cache and is not counted.
  for (let round = 0; round <= runs; round += 1) {
    const bare = await barePod(core, namespace, `bare-${round}`, container);
    await settled(core, namespace);
    const single = await workflow(objects, namespace, `single-${round}`, SINGLE, container);
    await settled(core, namespace);
    const diamond = await workflow(objects, namespace, `diamond-${round}`, DIAMOND, container);
    await settled(core, namespace);
    note(`round ${round}: ${JSON.stringify({ bare, single, diamond })}`);
    if (round > 0) {
      samples.push({ bare, single, diamond });
    }
  }
  const of = key => median(samples.map(sample => sample[key]));
  return [
    figure('bare_pod', of('bare'), 's'),
    figure('one_step', of('single'), 's'),
    figure('step_overhead', median(samples.map(s => s.single - s.bare)), 's', 0.5),
    figure('diamond', of('diamond'), 's'),
    figure('diamond_over_three_bare_pods', of('diamond') / (3 * of('bare')), 'ratio', 1.2)
  ];
}
