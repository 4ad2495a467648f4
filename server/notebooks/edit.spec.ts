import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;

interface Read {
  apiVersion: string;
  kind: string;
  metadata: Record<string, unknown> & { annotations?: Record<string, string> };
  spec: { image: string; more?: string };
  status?: unknown;
}

const EDIT = '/api/namespaces/ada/notebooks/lab/actions/edit';

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

const put = (image: string) =>
  harness.client.put('notebooks', {
    apiVersion: 'kubeflow.org/v1',
    kind: 'Notebook',
    metadata: { namespace: 'ada', name: 'lab', annotations: { mine: 'yes' } },
    spec: { image, more: 'kept' },
    status: { readyReplicas: 1 }
  } as object) as unknown as Read;
const edit = (object: object, more: object = {}, cookie = ada) =>
  request(harness.server.app)
    .post(EDIT)
    .set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' })
    .send({ object, ...more });
const stored = () => harness.client.world.table('notebooks').get('ada/lab') as unknown as Read;

it('changes what differs, and nothing else', async () => {
  const read = put('a:1');
  const changed = { ...read, spec: { image: 'a:2' }, status: { readyReplicas: 7 } };
  const answer = await edit(changed).expect(200);
  expect(answer.body.object.spec).toEqual({ image: 'a:2' });
  expect(stored()).toMatchObject({
    metadata: { annotations: { mine: 'yes' } },
    spec: { image: 'a:2' },
    status: { readyReplicas: 1 }
  });
  expect(stored().spec).not.toHaveProperty('more');
  expect(harness.client.world.calls).toContain('ada patch notebooks ada/lab');
});

it('only tells what would become of it on a dry run', async () => {
  const read = put('a:1');
  const answer = await edit({ ...read, spec: { image: 'a:2' } }, { dryRun: true }).expect(200);
  expect(answer.body.object.spec).toEqual({ image: 'a:2' });
  expect(stored().spec.image).toBe('a:1');
});

it('writes nothing where nothing differs', async () => {
  await edit(put('a:1')).expect(200);
  expect(harness.client.world.calls).not.toContain('ada patch notebooks ada/lab');
});

it('does not overwrite what somebody else changed', async () => {
  const read = put('a:1');
  put('b:1');
  const answer = await edit({ ...read, spec: { image: 'a:2' } }).expect(409);
  expect(JSON.parse(answer.text).detail).toMatch(/changed by somebody else meanwhile/);
  expect(stored().spec.image).toBe('b:1');
});

it.each([
  ['another name', { name: 'other' }, 'object.metadata.name'],
  ['no version', { resourceVersion: undefined }, 'object.metadata.resourceVersion'],
  ['another project', { namespace: 'bob' }, 'metadata.namespace']
])('refuses %s', async (_what, metadata, path) => {
  const read = put('a:1');
  const changed = { ...read, metadata: { ...read.metadata, ...metadata } };
  const answer = await edit(changed).expect(422);
  expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ path }] });
});

it('is for whoever may change it', async () => {
  await edit(put('a:1'), {}, await harness.signIn('bob')).expect(403);
});
