import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

const METRICS = 'pods.metrics.k8s.io';

let harness: Harness;
let ada: string;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

const use = () =>
  request(harness.server.app)
    .get('/api/namespaces/ada/notebook-use')
    .set('Cookie', ada)
    .expect(200);
const measured = (name: string, labels: Record<string, string>) =>
  harness.client.put(METRICS, {
    metadata: { namespace: 'ada', name, labels },
    containers: [{ name: 'work', usage: { cpu: '250m', memory: '2Mi' } }]
  } as object);

it('is that of the servers of the project, read as the caller', async () => {
  measured('work-0', { 'notebook-name': 'work' });
  measured('net-worker-0', { 'training.kubeflow.org/job-name': 'net' });
  expect((await use()).body).toEqual({
    items: [{ name: 'work', cpu: 0.25, memory: 2 * 2 ** 20 }],
    why: null
  });
  expect(harness.client.world.calls).toContain('ada list pods ada/');
});

it('is not known where there is no metrics-server, or not for the caller, and says so', async () => {
  const { world } = harness.client;
  world.missing.add(METRICS);
  expect((await use()).body.why).toContain('has to install metrics-server');
  world.missing.delete(METRICS);
  world.allow = ({ group }) => group !== 'metrics.k8s.io';
  expect((await use()).body).toEqual({
    items: [],
    why: expect.stringContaining('your role in this project')
  });
});
