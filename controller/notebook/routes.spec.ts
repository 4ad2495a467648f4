import { HTTP_ROUTE, KubeError, VIRTUAL_SERVICE } from '@kubeflow-lab/kube';
import type { Kind, KubeClient, ObjectKey } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import { pino } from 'pino';

import { removeOtherRoutes } from './routes.js';
import { createRouting } from './routing/index.js';

const owner = { apiVersion: 'kubeflow.org/v1', kind: 'Notebook', name: 'lab', uid: 'n' };
const ours: KubeObject = {
  metadata: {
    namespace: 'ada',
    name: 'notebook-ada-lab',
    uid: 'u',
    annotations: { 'lab.kubeflow.org/applied-hash': 'x' },
    ownerReferences: [{ ...owner, controller: true }]
  }
};
/** Upstream's, which bears no mark of ours, and one that somebody made for a purpose of their own. */
const others: KubeObject[] = [
  { metadata: { ...ours.metadata, annotations: {} } },
  { metadata: { ...ours.metadata, ownerReferences: [] } }
];

/** An API server with the same routes of each of these kinds; the others are not installed. */
function apiServer(...installed: Kind[]) {
  const deleted: string[] = [];
  const client = {
    list: (kind: Kind) =>
      installed.includes(kind)
        ? Promise.resolve({ items: [...others, ours], resourceVersion: '1' })
        : Promise.reject(new KubeError(404, { message: '404 page not found' })),
    delete: (kind: Kind, { namespace, name }: ObjectKey, options: object) => {
      deleted.push(`${kind.kind} ${namespace}/${name} ${JSON.stringify(options)}`);
      return Promise.resolve();
    }
  };
  return { client: client as unknown as KubeClient, deleted };
}

const routingOf = (strategy: string) =>
  createRouting({
    strategy,
    gateway: { namespace: 'g', name: 'gw' },
    istio: { gateway: 'g/gw', host: '*', clusterDomain: 'cluster.local' }
  });
const BOTH = [HTTP_ROUTE, VIRTUAL_SERVICE];

it.each([
  ['gateway-api', BOTH, ['VirtualService']],
  ['istio', BOTH, ['HTTPRoute']],
  ['none', BOTH, ['HTTPRoute', 'VirtualService']],
  ['none', [VIRTUAL_SERVICE], ['VirtualService']],
  ['gateway-api', [HTTP_ROUTE], []]
])('%s leaves no route of ours of another kind, and all of others', async (...row) => {
  const [strategy, installed, gone] = row;
  const { client, deleted } = apiServer(...installed);
  await removeOtherRoutes({
    client,
    routing: routingOf(strategy),
    log: pino({ level: 'silent' }),
    standsAside: () => false,
    signal: new AbortController().signal
  });
  expect(deleted).toEqual(
    gone.map(kind => `${kind} ada/notebook-ada-lab {"preconditions":{"uid":"u"}}`)
  );
});

it('removes nothing while another controller is at work', async () => {
  const { client, deleted } = apiServer(...BOTH);
  const stopping = new AbortController();
  const standsAside = () => {
    stopping.abort();
    return true;
  };
  const log = pino({ level: 'silent' });
  const { signal } = stopping;
  await removeOtherRoutes({ client, routing: null, log, standsAside, signal });
  expect(deleted).toEqual([]);
});
