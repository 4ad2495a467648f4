/** What the benchmark puts into the cluster, and how it takes it away. */
import {
  EVENT,
  HTTP_ROUTE,
  NAMESPACE,
  NOTEBOOK,
  POD,
  SERVICE,
  STATEFUL_SET,
  isNotFound
} from '@kubeflow-lab/kube';

/** So many requests are under way at once. */
const CONCURRENCY = 32;
/** So many servers share a project. */
const PER_PROJECT = 100;
const PROJECT_LABELS = { 'app.kubernetes.io/part-of': 'kubeflow-profile' };

/** @typedef {import('@kubeflow-lab/kube').KubeClient} KubeClient */

/**
 * Runs tasks for 0 … number - 1, some at once. @param {number} number @param {(index: number) => Promise<unknown>} task
 */
export async function inParallel(number, task) {
  let next = 0;
  const worker = async () => {
    while (next < number) {
      const index = next;
      next += 1;
      await task(index);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

/** @param {string} prefix @param {number} index @returns {{namespace: string, name: string}} */
export function placeOf(prefix, index) {
  return { namespace: `${prefix}${Math.floor(index / PER_PROJECT)}`, name: `nb-${index}` };
}

/** @param {KubeClient} admin @param {string} prefix @param {number} number of servers */
export async function makeProjects(admin, prefix, number) {
  await inParallel(Math.ceil(number / PER_PROJECT), async index => {
    const name = `${prefix}${index}`;
    await admin.create(NAMESPACE, { metadata: { name, labels: PROJECT_LABELS } });
  });
}

/** @param {KubeClient} admin @param {string} prefix waits until the namespaces are gone */
export async function removeProjects(admin, prefix) {
  const mine = async () =>
    (await admin.list(NAMESPACE)).items.filter(({ metadata }) => metadata.name.startsWith(prefix));
  for (const { metadata } of await mine()) {
    await admin.delete(NAMESPACE, { name: metadata.name }).catch(error => {
      if (!isNotFound(error)) {
        throw error;
      }
    });
  }
  while ((await mine()).length > 0) {
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

/** @param {{namespace: string, name: string}} place */
export function notebook({ namespace, name }) {
  const container = {
    name,
    image: 'localhost/fake:1',
    imagePullPolicy: 'IfNotPresent',
    resources: { requests: { cpu: '100m', memory: '128Mi' } }
  };
  return {
    metadata: { namespace, name, labels: { app: name } },
    spec: { template: { spec: { containers: [container] } } }
  };
}

/** @param {KubeClient} admin @param {string} prefix @param {number} number */
export async function createNotebooks(admin, prefix, number) {
  await inParallel(number, index => admin.create(NOTEBOOK, notebook(placeOf(prefix, index))));
}

/**
 * The children of one notebook as the controller made them, to be made again by hand under other names.
 * @param {KubeClient} admin @param {{namespace: string, name: string}} place
 */
export async function readChildren(admin, place) {
  const route = { ...place, name: `notebook-${place.namespace}-${place.name}` };
  const children = await Promise.all([
    admin.get(STATEFUL_SET, place),
    admin.get(SERVICE, place),
    admin.get(HTTP_ROUTE, route)
  ]);
  return children.map(({ metadata, spec }) => {
    const rest = { ...spec };
    delete rest.clusterIP;
    delete rest.clusterIPs;
    const { name, labels, annotations } = metadata;
    return JSON.stringify({ metadata: { name, labels, annotations }, spec: rest })
      .replaceAll(`${place.namespace}-${place.name}`, 'NAMESPACE-NAME')
      .replaceAll(`${place.namespace}/${place.name}`, 'NAMESPACE/NAME')
      .replaceAll(new RegExp(`(?<=["-])${place.name}(?=")`, 'g'), 'NAME');
  });
}

/** In the order of `readChildren`. */
export const CHILD_KINDS = [STATEFUL_SET, SERVICE, HTTP_ROUTE];

/** @param {{namespace: string, name: string}} place @param {string} template one of `readChildren`'s @returns the child for it */
export function childAt({ namespace, name }, template) {
  const text = template.replaceAll('NAMESPACE', namespace).replaceAll('NAME', name);
  const child = JSON.parse(text);
  child.metadata.namespace = namespace;
  return child;
}

/** @param {KubeClient} admin @param {string} prefix @param {number} number @param {string[]} templates of `readChildren` */
export async function createChildren(admin, prefix, number, templates) {
  await inParallel(number, async index => {
    for (const [child, template] of templates.entries()) {
      await admin.create(CHILD_KINDS[child], childAt(placeOf(prefix, index), template));
    }
  });
}

/**
 * Pods and warning events that concern no notebook.
 * @param {KubeClient} admin @param {string} namespace @param {{pods: number, events: number}} numbers
 */
export async function createForeign(admin, namespace, { pods, events }) {
  await admin.create(NAMESPACE, { metadata: { name: namespace } });
  await inParallel(pods, index =>
    admin.create(POD, {
      metadata: { namespace, name: `foreign-${index}`, labels: { app: 'foreign' } },
      spec: {
        schedulerName: 'nobody',
        containers: [{ name: 'main', image: 'localhost/fake:1' }]
      }
    })
  );
  const now = new Date().toISOString();
  await inParallel(events, index =>
    admin.create(EVENT, {
      metadata: { namespace, name: `foreign.${index}` },
      involvedObject: { kind: 'Pod', namespace, name: `foreign-${index % pods}` },
      type: 'Warning',
      reason: 'BackOff',
      message: `Back-off restarting failed container ${index} of many that are nobody's business`,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      source: { component: 'kubelet' }
    })
  );
}
