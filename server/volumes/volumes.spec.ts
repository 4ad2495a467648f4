import type { ClaimItem } from '@kubeflow-lab/schema';
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

const base = '/api/namespaces/ada/persistentvolumeclaims';
const send = (method: 'get' | 'post' | 'delete', path: string, cookie = ada) =>
  request(harness.server.app)[method](path).set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' });
const names = () => [...harness.client.world.table('persistentvolumeclaims').keys()];
const wait = () => new Promise(resolve => setTimeout(resolve, 20));
const put = (plural: string, name: string, more: object = {}) =>
  harness.client.put(plural, { metadata: { namespace: 'ada', name }, ...more } as object);
const mounting = (claim: string) => ({
  volumes: [{ name: 'w', persistentVolumeClaim: { claimName: claim } }]
});

it('makes a volume as the caller, and shows it', async () => {
  const made = await send('post', base).send({ name: 'data', size: '2Gi' }).expect(201);
  expect(made.body).toMatchObject({ name: 'data', size: '2Gi', phase: 'Pending', servers: [] });
  expect(harness.client.world.calls).toContain('ada create persistentvolumeclaims ada/data');
  await wait();
  const { body } = await send('get', base).expect(200);
  expect(body.items).toMatchObject([{ name: 'data' }]);
});

it.each([
  [{ name: 'Data', size: '1Gi' }, 'name'],
  [{ name: 'data', size: 'big' }, 'size'],
  [{ name: 'data', size: '1Gi', storageClass: 'gold' }, 'storageClass']
])('refuses %j at %s', async (form, path) => {
  const answer = await send('post', base).send(form).expect(422);
  expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ path }] });
  expect(names()).toEqual([]);
});

it('says why a volume could not be made so far, and no more once it is there', async () => {
  put('persistentvolumeclaims', 'data', { status: { phase: 'Pending' } });
  put('events', 'failed', {
    type: 'Warning',
    reason: 'ProvisioningFailed',
    message: 'the snapshot is gone',
    involvedObject: { kind: 'PersistentVolumeClaim', namespace: 'ada', name: 'data' }
  });
  await wait();
  const problems = async () =>
    ((await send('get', base).expect(200)).body.items as ClaimItem[]).map(each => each.problem);
  expect(await problems()).toEqual(['the snapshot is gone']);
  put('persistentvolumeclaims', 'data', { status: { phase: 'Bound' } });
  await wait();
  expect(await problems()).toEqual([null]);
});

it('makes a volume larger, never smaller', async () => {
  const spec = { resources: { requests: { storage: '5Gi' } } };
  put('persistentvolumeclaims', 'data', { spec, status: { phase: 'Bound' } });
  const expand = (size: string) => send('post', `${base}/data/actions/expand`).send({ size });
  expect((await expand('9Gi').expect(200)).body).toMatchObject({ size: '9Gi' });
  expect(JSON.parse((await expand('1Gi').expect(422)).text).detail).toMatch(/more than 9Gi/);
});

it('says of one that was made larger what it waits for, until it is', async () => {
  const about = { kind: 'PersistentVolumeClaim', namespace: 'ada', name: 'data' };
  const spec = { resources: { requests: { storage: '9Gi' } } };
  const has = (storage: string) =>
    put('persistentvolumeclaims', 'data', {
      spec,
      status: { phase: 'Bound', capacity: { storage } }
    });
  has('5Gi');
  put('events', 'nobody', {
    type: 'Warning',
    reason: 'ExternalExpanding',
    message: 'waiting for somebody',
    involvedObject: about
  });
  await wait();
  const [waiting] = (await send('get', base).expect(200)).body.items as ClaimItem[];
  expect(waiting).toMatchObject({
    size: '5Gi',
    growth: { size: '9Gi', message: 'It waits for its driver to enlarge it to 9Gi.' },
    problem: 'waiting for somebody'
  });
  const again = send('post', `${base}/data/actions/expand`).send({ size: '8Gi' });
  expect(JSON.parse((await again.expect(422)).text).detail).toMatch(/more than 9Gi/);
  has('9Gi');
  await wait();
  const [done] = (await send('get', base).expect(200)).body.items as ClaimItem[];
  expect(done).toMatchObject({ size: '9Gi', growth: null, problem: null });
});

it('does not make one larger that is not there yet', async () => {
  put('persistentvolumeclaims', 'data', { status: { phase: 'Pending' } });
  const answer = await send('post', `${base}/data/actions/expand`)
    .send({ size: '9Gi' })
    .expect(409);
  expect(JSON.parse(answer.text).detail).toMatch(/is not there yet/);
});

it('deletes a volume that nothing needs', async () => {
  put('persistentvolumeclaims', 'data');
  await send('delete', `${base}/data`).expect(202);
  expect(names()).toEqual([]);
});

it.each([
  ['a stopped server', 'notebooks', { spec: { template: { spec: mounting('data') } } }, /server x/],
  ['a pod', 'pods', { spec: mounting('data'), status: { phase: 'Running' } }, /in use by x/]
])('keeps a volume that %s needs, and says so', async (_what, plural, more, reason) => {
  put('persistentvolumeclaims', 'data');
  put(plural, 'x', more);
  await wait();
  const answer = await send('delete', `${base}/data`).expect(409);
  expect(JSON.parse(answer.text).detail).toMatch(reason);
  expect(names()).toEqual(['ada/data']);
});

it('lets nobody else do any of it', async () => {
  put('persistentvolumeclaims', 'data');
  const bob = await harness.signIn('bob');
  await send('get', base, bob).expect(403);
  await send('post', base, bob).send({ name: 'x', size: '1Gi' }).expect(403);
  await send('post', `${base}/data/actions/expand`, bob).send({ size: '9Gi' }).expect(403);
  await send('delete', `${base}/data`, bob).expect(403);
  expect(names()).toEqual(['ada/data']);
});
