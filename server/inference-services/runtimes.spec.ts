import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

const list = (namespace: string) =>
  request(harness.server.app)
    .get(`/api/namespaces/${namespace}/servingruntimes`)
    .set({ Cookie: ada, 'X-Kubeflow-Lab': '1' });

it('lists the runtimes of the project and of the cluster, to those who may see the project', async () => {
  for (const [plural, namespace, name] of [
    ['clusterservingruntimes', undefined, 'shared'],
    ['servingruntimes', 'ada', 'own'],
    ['servingruntimes', 'bob', 'hidden']
  ] as const) {
    harness.client.put(plural, {
      metadata: { namespace, name },
      spec: {
        supportedModelFormats: [{ name: 'sklearn', version: '1', autoSelect: true }],
        protocolVersions: ['v2'],
        containers: [{ name: 'kserve-container', image: 'host/server:1' }]
      }
    } as object);
  }
  const { body } = await list('ada').expect(200);
  expect(body.items).toMatchObject([
    { kind: 'ServingRuntime', name: 'own' },
    {
      kind: 'ClusterServingRuntime',
      name: 'shared',
      formats: [{ name: 'sklearn', version: '1', autoSelect: true }],
      protocols: ['v2'],
      image: 'host/server:1',
      disabled: false
    }
  ]);
  // Those of the project are read as the person, not as the platform.
  expect(harness.client.world.calls).toContain('ada list servingruntimes ada/');
  await list('bob').expect(403);
});

it('is empty where KServe is missing', async () => {
  harness.client.world.missing.add('servingruntimes');
  expect((await list('ada').expect(200)).body).toEqual({ items: [] });
});
