/** How often the controller writes, by the API server's own counters. */
import { sumOf } from '@kubeflow-lab/controller/harness';

/** What only the controller writes with these verbs; Leases and Events do not count. */
const WRITES = [
  { resource: 'statefulsets', subresource: '' },
  { resource: 'services', subresource: '' },
  { resource: 'httproutes', subresource: '' },
  { resource: 'notebooks', subresource: '' },
  { resource: 'notebooks', subresource: 'status' }
];
const VERBS = ['APPLY', 'PATCH'];
const CODES = { done: ['200', '201'], conflicts: ['409'] };

/** @param {import('@kubeflow-lab/kube').KubeClient} admin @returns {Promise<{done: number, conflicts: number}>} since the API server's start */
export async function readWrites(admin) {
  const text = await admin.raw('/metrics');
  const count = codes =>
    codes
      .flatMap(code => VERBS.flatMap(verb => WRITES.map(where => ({ ...where, verb, code }))))
      .reduce((sum, labels) => sum + sumOf(text, 'apiserver_request_total', labels), 0);
  return { done: count(CODES.done), conflicts: count(CODES.conflicts) };
}
