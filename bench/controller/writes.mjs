/** How often the controller writes, by the API server's own counters. */
import { sumOf } from '@kubeflow-lab/controller/harness';

const CHILDREN = ['statefulsets', 'services', 'httproutes'];
/** What only the controller writes so, once the children by hand are made; Leases and Events do not count. */
const WRITES = [
  ...CHILDREN.flatMap(resource =>
    ['POST', 'APPLY', 'PATCH'].map(verb => ({ resource, subresource: '', verb }))
  ),
  ...['', 'status'].flatMap(subresource =>
    ['APPLY', 'PATCH'].map(verb => ({ resource: 'notebooks', subresource, verb }))
  )
];
const CODES = { done: ['200', '201'], conflicts: ['409'] };

/** @param {import('@kubeflow-lab/kube').KubeClient} admin @returns {Promise<{done: number, conflicts: number}>} since the API server's start */
export async function readWrites(admin) {
  const text = await admin.raw('/metrics');
  const count = codes =>
    codes
      .flatMap(code => WRITES.map(write => ({ ...write, code })))
      .reduce((sum, labels) => sum + sumOf(text, 'apiserver_request_total', labels), 0);
  return { done: count(CODES.done), conflicts: count(CODES.conflicts) };
}
