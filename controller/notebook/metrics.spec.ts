import { Registry } from 'prom-client';
import type { StatefulSet } from '@kubeflow-lab/resources';
import type { StoreReader } from '@kubeflow-lab/kube';

import { createNotebookMetrics } from './metrics.js';

function set(
  namespace: string,
  readyReplicas: number,
  replicas = 1,
  kind = 'Notebook'
): StatefulSet {
  const owner = { apiVersion: 'kubeflow.org/v1beta1', kind, name: 'lab', uid: 'u' };
  return {
    metadata: { namespace, name: 'lab', ownerReferences: [{ ...owner, controller: true }] },
    spec: { replicas },
    status: { readyReplicas }
  };
}

async function values(registry: Registry, name: string): Promise<Record<string, number>> {
  const metric = (await registry.getMetricsAsJSON()).find(found => found.name === name);
  return Object.fromEntries(metric!.values.map(({ labels, value }) => [labels.namespace, value]));
}

it('counts servers that answer, none that is stopped, and falls to 0 where the last one is gone', async () => {
  const registry = new Registry();
  let sets: StatefulSet[] = [
    set('ada', 1),
    set('ada', 1),
    set('ada', 0),
    set('ada', 1, 0),
    set('grace', 0),
    set('other', 1, 1, 'Deployment')
  ];
  createNotebookMetrics(registry, { list: () => sets } as unknown as StoreReader<StatefulSet>);
  expect(await values(registry, 'notebook_running')).toEqual({ ada: 2, grace: 0 });
  sets = [set('grace', 1)];
  expect(await values(registry, 'notebook_running')).toEqual({ ada: 0, grace: 1 });
});

it('counts what was made, and what could not be', async () => {
  const registry = new Registry();
  const sets = { list: () => [] } as unknown as StoreReader<StatefulSet>;
  const { onCreate } = createNotebookMetrics(registry, sets);
  onCreate('ada', true);
  onCreate('ada', true);
  onCreate('grace', false);
  expect(await values(registry, 'notebook_create_total')).toEqual({ ada: 2 });
  expect(await values(registry, 'notebook_create_failed_total')).toEqual({ grace: 1 });
});
