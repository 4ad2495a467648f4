import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;
beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
  harness.client.put('nodes', {
    metadata: { name: 'one' },
    status: {
      allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
      conditions: [{ type: 'Ready', status: 'True' }]
    }
  } as object);
  harness.client.put('pods', {
    metadata: { namespace: 'bob', name: 'secret' },
    spec: { nodeName: 'one', containers: [{ name: 'a', resources: { requests: { cpu: '1' } } }] },
    status: { phase: 'Running' }
  } as object);
  harness.client.put('resourcequotas', {
    metadata: { namespace: 'ada', name: 'team' },
    status: { hard: { 'requests.cpu': '2' }, used: { 'requests.cpu': '500m' } }
  } as object);
});
afterEach(() => harness.server.stop());

const ask = (cookie = ada) =>
  request(harness.server.app).get('/api/namespaces/ada/capacity').set({ Cookie: cookie });

it('tells sums only, with the quotas of the project, read as the caller', async () => {
  await new Promise(resolve => setTimeout(resolve, 20));
  const { body, text } = await ask().expect(200);
  const amounts = { cpu: 3, memory: 8 * 2 ** 30, gpu: 0, pods: 109 };
  expect(body).toEqual({
    free: amounts,
    largest: amounts,
    quotas: [{ quota: 'team', resource: 'requests.cpu', hard: 2, used: 0.5 }]
  });
  expect(text).not.toMatch(/secret|bob|one/);
  expect(harness.client.world.calls).toContain('ada list resourcequotas ada/');
});

it('says that quotas are not known to whoever may not see them', async () => {
  const { world } = harness.client;
  const { allow } = world;
  world.allow = question => question.resource !== 'resourcequotas' && allow(question);
  const { body } = await ask().expect(200);
  expect(body.quotas).toBeNull();
});

it('tells nothing to others', async () => {
  await ask(await harness.signIn('bob')).expect(403);
});
