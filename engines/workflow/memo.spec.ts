import { KubeError } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { ConfigMap, NodeStatus, Workflow } from '@kubeflow-lab/resources';

import { MemoCaches } from './memo.js';

const LABELS = { 'workflows.argoproj.io/configmap-type': 'Cache' };
const workflow: Workflow = {
  metadata: { name: 'run', namespace: 'ada' },
  spec: { templates: [{ name: 'a', memoize: { key: 'k', cache: { configMap: { name: 'c' } } } }] }
};

/** A cluster of one ConfigMap, or none. */
function clusterOf(found: ConfigMap | null) {
  const written: unknown[] = [];
  const client: Partial<Record<keyof KubeClient, unknown>> = {
    get: () =>
      found === null
        ? Promise.reject(new KubeError(404, { reason: 'NotFound', message: 'none' }))
        : Promise.resolve(found),
    create: (_kind: unknown, object: ConfigMap) => Promise.resolve(written.push(object)),
    mergePatch: (_kind: unknown, _key: unknown, patch: unknown) =>
      Promise.resolve(written.push(patch))
  };
  return { client: client as KubeClient, written };
}

const node = (key: string): NodeStatus => ({
  id: 'run-1',
  name: 'run.a',
  type: 'Pod',
  outputs: { parameters: [{ name: 'out', value: 'x' }] },
  memoizationStatus: { hit: false, key, cacheName: 'c' }
});

const entry = (made: string, size = 0) =>
  JSON.stringify({ nodeID: 'n', outputs: { result: 'r'.repeat(size) }, creationTimestamp: made });

it('what is kept is found again', async () => {
  const { client, written } = clusterOf(null);
  const caches = await MemoCaches.of(client, workflow);
  expect(caches.find('c', 'k')).toBeUndefined();
  await caches.keep([node('k')]);
  const [made] = written as ConfigMap[];
  expect(made!.metadata).toEqual({ name: 'c', namespace: 'ada', labels: LABELS });
  const again = await MemoCaches.of(clusterOf(made!).client, workflow);
  expect(again.find('c', 'k')).toMatchObject({ nodeID: 'run-1', outputs: node('k').outputs });
});

it('entries are added to those that are there', async () => {
  const metadata = { name: 'c', uid: 'u', resourceVersion: '7', labels: LABELS };
  const { client, written } = clusterOf({ metadata, data: { old: entry('2026-01-01') } });
  await (await MemoCaches.of(client, workflow)).keep([node('k')]);
  expect(written).toEqual([
    { metadata: { uid: 'u', resourceVersion: '7' }, data: { k: expect.any(String) } }
  ]);
});

it('the oldest ones make room', async () => {
  const data = { b: entry('2026-01-02', 450_000), a: entry('2026-01-01', 450_000) };
  const { client, written } = clusterOf({ metadata: { name: 'c', labels: LABELS }, data });
  await (await MemoCaches.of(client, workflow)).keep([node('k')]);
  expect((written as ConfigMap[])[0]!.data).toEqual({ a: null, k: expect.any(String) });
});

it('a ConfigMap that is no cache is neither read nor written', async () => {
  const { client, written } = clusterOf({ metadata: { name: 'c' }, data: { k: entry('2026') } });
  const caches = await MemoCaches.of(client, workflow);
  expect(() => caches.find('c', 'k')).toThrow(/is no cache/);
  await expect(caches.keep([node('k')])).rejects.toThrow(/is no cache/);
  expect(written).toEqual([]);
});

it.each(['', 'x', 'null', '{"nodeID": 1}'])('an entry %j counts as none', async text => {
  const found = { metadata: { name: 'c', labels: LABELS }, data: { k: text } };
  expect((await MemoCaches.of(clusterOf(found).client, workflow)).find('c', 'k')).toBeUndefined();
});
