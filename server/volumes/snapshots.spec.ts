import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
  const { client } = harness;
  for (const name of ['disk', 'other-disk']) {
    client.put('storageclasses', { metadata: { name }, provisioner: 'disk.csi' } as object);
  }
  client.put('volumesnapshotclasses', {
    metadata: { name: 'usual' },
    driver: 'disk.csi'
  } as object);
  putClaim('data', 'disk');
});
afterEach(() => harness.server.stop());

const base = '/api/namespaces/ada/volumesnapshots';
const claims = '/api/namespaces/ada/persistentvolumeclaims';
const send = (method: 'get' | 'post' | 'delete', path: string, cookie = ada) =>
  request(harness.server.app)[method](path).set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' });
const table = (plural: string) => harness.client.world.table(plural);

function putClaim(name: string, storageClassName: string): void {
  harness.client.put('persistentvolumeclaims', {
    metadata: { namespace: 'ada', name },
    spec: { storageClassName },
    status: { phase: 'Bound' }
  } as object);
}

function putSnapshot(name: string, status: object): void {
  harness.client.put('volumesnapshots', {
    metadata: { namespace: 'ada', name },
    spec: { volumeSnapshotClassName: 'usual', source: { persistentVolumeClaimName: 'data' } },
    status
  } as object);
}

it('takes one as the caller, lists and deletes it', async () => {
  const made = await send('post', base).send({ name: 'first', volume: 'data' }).expect(201);
  expect(made.body).toMatchObject({ name: 'first', volume: 'data', phase: 'Pending', size: null });
  expect(harness.client.world.calls).toContain('ada create volumesnapshots ada/first');
  expect(table('volumesnapshots').get('ada/first')).toMatchObject({
    spec: { volumeSnapshotClassName: 'usual', source: { persistentVolumeClaimName: 'data' } }
  });
  const { body } = await send('get', base).expect(200);
  expect(body).toMatchObject({
    items: [{ name: 'first', storageClasses: ['disk', 'other-disk'] }],
    storageClasses: ['disk', 'other-disk'],
    why: null
  });
  await send('delete', `${base}/first`).expect(202);
  expect([...table('volumesnapshots').keys()]).toEqual([]);
});

it('takes none of a volume whose storage class cannot, and says so', async () => {
  putClaim('slow', 'fast');
  const answer = await send('post', base).send({ name: 'x', volume: 'slow' }).expect(409);
  expect(JSON.parse(answer.text).detail).toBe('The storage class fast cannot take snapshots.');
  await send('post', base).send({ name: 'x', volume: 'gone' }).expect(404);
  await send('post', base).send({ name: 'X', volume: 'data' }).expect(422);
  expect([...table('volumesnapshots').keys()]).toEqual([]);
});

it('says why there is none where the cluster does not know them', async () => {
  harness.client.world.missing.add('volumesnapshots').add('volumesnapshotclasses');
  const { body } = await send('get', base).expect(200);
  const why = expect.stringMatching(/does not know the kind VolumeSnapshot/);
  expect(body).toEqual({ items: [], storageClasses: [], why });
  const refused = [
    await send('post', base).send({ name: 'x', volume: 'data' }).expect(409),
    await send('post', claims).send({ name: 'x', size: '1Gi', snapshot: 's' }).expect(409)
  ];
  expect(refused.map(({ text }) => JSON.parse(text).detail)).toEqual([why, why]);
});

it('makes a volume from one, on a storage class that can hold it', async () => {
  putSnapshot('full', { readyToUse: true, restoreSize: '2Gi' });
  const form = { name: 'again', size: '3Gi', snapshot: 'full' };
  await send('post', claims).send(form).expect(201);
  expect(table('persistentvolumeclaims').get('ada/again')).toMatchObject({
    spec: {
      storageClassName: 'disk',
      dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'full' }
    }
  });
});

it.each([
  [{ readyToUse: false }, {}, 'snapshot'],
  [{ readyToUse: true, restoreSize: '2Gi' }, { size: '1Gi' }, 'size'],
  [{ readyToUse: true }, { storageClass: 'fast' }, 'storageClass'],
  [{ readyToUse: true }, { snapshot: '../x' }, 'snapshot']
])('of %j with %j no volume is made, for its %s', async (status, more, path) => {
  putSnapshot('full', status);
  const form = { name: 'again', size: '3Gi', snapshot: 'full', ...more };
  const answer = await send('post', claims).send(form).expect(422);
  expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ path }] });
  expect(table('persistentvolumeclaims').has('ada/again')).toBe(false);
});

const notebook = (workspace: object) => ({
  name: 'lab',
  image: 'jupyter:1',
  cpu: '1',
  memory: '1Gi',
  workspace: { mode: 'new', size: '3Gi', snapshot: 'full', ...workspace }
});

it('begins the volume of a new server with one', async () => {
  putSnapshot('full', { readyToUse: true, restoreSize: '2Gi' });
  const form = notebook({ storageClass: 'other-disk' });
  await send('post', '/api/namespaces/ada/notebooks').send(form).expect(201);
  expect(table('persistentvolumeclaims').get('ada/lab-workspace')).toMatchObject({
    spec: { storageClassName: 'other-disk', dataSource: { kind: 'VolumeSnapshot', name: 'full' } }
  });
});

it.each([
  // The default class is another driver's.
  [{}, 'workspace.storageClass'],
  [{ storageClass: 'disk', size: '1Gi' }, 'workspace.size'],
  [{ snapshot: '../x' }, 'workspace.snapshot']
])('makes no server whose volume says %j, for its %s', async (workspace, path) => {
  putSnapshot('full', { readyToUse: true, restoreSize: '2Gi' });
  const answer = await send('post', '/api/namespaces/ada/notebooks')
    .send(notebook(workspace))
    .expect(422);
  expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ path }] });
  expect(table('notebooks').has('ada/lab')).toBe(false);
});

it('lets nobody else do any of it', async () => {
  putSnapshot('full', { readyToUse: true });
  const bob = await harness.signIn('bob');
  await send('get', base, bob).expect(403);
  await send('post', base, bob).send({ name: 'x', volume: 'data' }).expect(403);
  await send('delete', `${base}/full`, bob).expect(403);
  await send('post', claims, bob).send({ name: 'x', size: '1Gi', snapshot: 'full' }).expect(403);
  expect([...table('volumesnapshots').keys()]).toEqual(['ada/full']);
});
