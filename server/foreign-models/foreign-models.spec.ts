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

const send = (method: 'get' | 'delete', path: string) =>
  request(harness.server.app)
    [method](`/api/namespaces/ada/${path}`)
    .set({ Cookie: ada, 'X-Kubeflow-Lab': '1' });

it.each([
  ['seldondeployments', { state: 'Available' }, 'Served by Seldon Core.'],
  ['models', { conditions: 'none' }, 'It waits for Seldon Core 2.'],
  ['nucliofunctions', { state: 'error', message: 3 }, 'Nuclio does not serve it (error).']
])('lists %s as their own tool tells of them', async (plural, status, message) => {
  harness.client.put(plural, {
    metadata: { namespace: 'ada', name: 'iris' },
    spec: 'odd',
    status
  } as object);
  const { body } = await send('get', plural).expect(200);
  expect(body.items).toMatchObject([
    { object: { metadata: { name: 'iris' } }, summary: { message } }
  ]);
  await send('delete', `${plural}/iris`).expect(202);
});

it('tells what happens to the pods that serve an object', async () => {
  harness.client.put('nucliofunctions', {
    metadata: { namespace: 'ada', name: 'iris' },
    status: { state: 'ready' }
  } as object);
  harness.client.put('pods', {
    metadata: { namespace: 'ada', name: 'p1', labels: { 'nuclio.io/function-name': 'iris' } },
    spec: { containers: [{ name: 'nuclio' }] },
    status: { phase: 'Running', containerStatuses: [{ name: 'nuclio', state: { running: {} } }] }
  } as object);
  harness.client.put('events', {
    metadata: { namespace: 'ada', name: 'e1' },
    involvedObject: { kind: 'Pod', name: 'p1', namespace: 'ada' },
    reason: 'Started'
  } as object);
  const { body } = await send('get', 'nucliofunctions/iris/events').expect(200);
  expect(body.items).toMatchObject([{ reason: 'Started', object: 'Pod/p1' }]);
});
