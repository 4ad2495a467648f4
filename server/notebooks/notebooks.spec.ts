import request from 'supertest';

import { KubeError } from '@kubeflow-lab/kube';
import type { NotebookForm } from '@kubeflow-lab/schema';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

const base = '/api/namespaces/ada/notebooks';
const form: NotebookForm = {
  name: 'first',
  image: 'jupyter:1',
  cpu: '500m',
  memory: '1Gi',
  workspace: { mode: 'new', size: '5Gi' }
};
const send = (method: 'get' | 'post' | 'delete', path: string, cookie = ada) =>
  request(harness.server.app)[method](path).set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' });
const create = (change: Partial<NotebookForm> = {}) =>
  send('post', base).send({ ...form, ...change });
const names = (plural: string) => [...harness.client.world.table(plural).keys()];
const wait = () => new Promise(resolve => setTimeout(resolve, 20));

describe('creating', () => {
  it('makes the claim and the notebook as the caller', async () => {
    const answer = await create().expect(201);
    expect(answer.body).toMatchObject({
      object: { kind: 'Notebook', metadata: { name: 'first', namespace: 'ada' } },
      summary: { phase: 'Pending', volume: 'first-workspace', creator: 'ada' }
    });
    expect(names('persistentvolumeclaims')).toEqual(['ada/first-workspace']);
    expect(harness.client.world.calls).toContain('ada create notebooks ada/first');
    expect(harness.client.world.calls).not.toContain('server create notebooks ada/first');
  });

  it('only answers the object on a dry run', async () => {
    const answer = await send('post', `${base}?dryRun=true`).send(form).expect(200);
    expect(answer.body.objects).toMatchObject([
      { kind: 'Notebook', spec: { template: { spec: { containers: [{ image: 'jupyter:1' }] } } } },
      { kind: 'PersistentVolumeClaim', metadata: { name: 'first-workspace' } }
    ]);
    expect([...names('notebooks'), ...names('persistentvolumeclaims')]).toEqual([]);
  });

  it('says that the name is taken, and leaves the other notebook alone', async () => {
    await create().expect(201);
    const answer = await create({ workspace: { mode: 'none' } }).expect(409);
    expect(JSON.parse(answer.text)).toMatchObject({
      detail:
        'A notebook server named "first" exists already in project "ada"; choose another name.',
      errors: [{ path: 'name' }]
    });
  });

  it('says that a volume of an earlier notebook is there', async () => {
    harness.client.put('persistentvolumeclaims', {
      metadata: { namespace: 'ada', name: 'first-workspace' }
    });
    const answer = await create().expect(409);
    expect(JSON.parse(answer.text)).toMatchObject({
      detail: expect.stringContaining('A volume "first-workspace" exists already') as string
    });
    expect(names('notebooks')).toEqual([]);
    expect(names('persistentvolumeclaims')).toEqual(['ada/first-workspace']);
  });

  it('leaves nothing behind when the notebook cannot be made', async () => {
    const body = {
      reason: 'Forbidden',
      message: 'x is forbidden: exceeded quota: q, requested: 1'
    };
    harness.client.world.failures.set('notebooks', new KubeError(403, body));
    const answer = await create().expect(403);
    expect(JSON.parse(answer.text)).toMatchObject({
      detail: "The project's quota does not allow this: exceeded quota: q, requested: 1."
    });
    expect(names('persistentvolumeclaims')).toEqual([]);
  });

  const refused: [string, Partial<NotebookForm>, string, RegExp][] = [
    ['an invalid name', { name: 'First' }, 'name', /lower-case/],
    ['a long name', { name: 'a'.repeat(53) }, 'name', /at most 52/],
    ['more memory than a node has', { memory: '16Gi' }, 'memory', /largest has 8Gi/],
    [
      'no such storage class',
      { workspace: { mode: 'new', size: '1Gi', storageClass: 'gold' } },
      'workspace.storageClass',
      /There is no storage class "gold"; the cluster has fast\./
    ],
    [
      'no such volume',
      { workspace: { mode: 'existing', claim: 'gone' } },
      'workspace.claim',
      /There is no volume "gone"/
    ]
  ];
  it.each(refused)('refuses %s and makes nothing', async (_, change, path, message) => {
    const answer = await create(change).expect(422);
    expect(JSON.parse(answer.text)).toMatchObject({
      errors: [{ path, message: expect.stringMatching(message) as string }]
    });
    expect([...names('notebooks'), ...names('persistentvolumeclaims')]).toEqual([]);
  });

  it("is refused in somebody else's project", async () => {
    const bob = await harness.signIn('bob');
    const answer = await send('post', base, bob).send(form).expect(403);
    expect(JSON.parse(answer.text)).toMatchObject({
      detail: 'You may not create notebook servers in project "ada"; ask its owner for access.'
    });
  });
});

describe('afterwards', () => {
  beforeEach(async () => {
    await create().expect(201);
    await wait();
  });

  it('lists it to its owner only', async () => {
    const answer = await send('get', base).expect(200);
    expect(answer.body.items).toHaveLength(1);
    const bob = await harness.signIn('bob');
    await send('get', base, bob).expect(403);
    await send('get', `${base}/first`, bob).expect(403);
    await send('get', `${base}/first/logs`, bob).expect(403);
    await send('get', `${base}/first/events`, bob).expect(403);
    await send('delete', `${base}/first`, bob).expect(403);
    await request(harness.server.app).get(base).expect(401);
  });

  it('keeps it running, which is activity, while it is not stopped', async () => {
    const before = Date.now();
    const kept = await send('post', `${base}/first/actions/keep`).expect(200);
    expect(Date.parse(kept.body.summary.lastActivity)).toBeGreaterThanOrEqual(before);
    const bob = await harness.signIn('bob');
    await send('post', `${base}/first/actions/keep`, bob).expect(403);

    await send('post', `${base}/first/actions/stop`).expect(200);
    const refused = await send('post', `${base}/first/actions/keep`).expect(409);
    expect(JSON.parse(refused.text)).toMatchObject({
      detail: 'The notebook server "first" is stopped; start it instead.'
    });
  });

  it('stops and starts it', async () => {
    const stopped = await send('post', `${base}/first/actions/stop`).expect(200);
    expect(stopped.body.summary.phase).toBe('Stopped');
    const started = await send('post', `${base}/first/actions/start`).expect(200);
    expect(started.body.summary.phase).toBe('Pending');
  });

  it.each([
    ['keeps the volume', '', ['ada/first-workspace']],
    ['deletes the volume where asked', '?volume=delete', []]
  ])('deletes it and %s', async (_, query, left) => {
    await send('delete', `${base}/first${query}`).expect(202);
    expect(names('notebooks')).toEqual([]);
    expect(names('persistentvolumeclaims')).toEqual(left);
  });

  it('deletes the volume whatever it is called', async () => {
    const workspace = { mode: 'new', size: '1Gi', claim: '{notebook-name}-home' } as const;
    await create({ name: 'second', workspace }).expect(201);
    expect(names('persistentvolumeclaims')).toContain('ada/second-home');
    await send('delete', `${base}/second?volume=delete`).expect(202);
    expect(names('persistentvolumeclaims')).toEqual(['ada/first-workspace']);
  });

  it('deletes no volume that was not made with it', async () => {
    harness.client.put('persistentvolumeclaims', {
      metadata: { namespace: 'ada', name: 'first-workspace', labels: {} }
    });
    await send('delete', `${base}/first?volume=delete`).expect(202);
    expect(names('persistentvolumeclaims')).toEqual(['ada/first-workspace']);
  });

  it('shows its events, its log and the volumes', async () => {
    const { client } = harness;
    client.put('events', {
      metadata: { namespace: 'ada', name: 'e1' },
      reason: 'Pulling',
      message: 'Pulling image\nnow',
      type: 'Normal',
      lastTimestamp: '2026-01-01T00:00:00Z',
      involvedObject: { kind: 'Pod', namespace: 'ada', name: 'first-0' }
    } as object);
    client.put('pods', {
      metadata: { namespace: 'ada', name: 'first-0', labels: { 'notebook-name': 'first' } },
      spec: { volumes: [{ name: 'w', persistentVolumeClaim: { claimName: 'first-workspace' } }] },
      status: { phase: 'Running', containerStatuses: [{ name: 'first', state: { running: {} } }] }
    } as object);
    client.world.logs.set('ada/first-0', ['2026-01-01T00:00:00Z one', '2026-01-01T00:00:01Z two']);
    await wait();
    expect((await send('get', `${base}/first/events`).expect(200)).body.items).toEqual([
      {
        time: '2026-01-01T00:00:00Z',
        type: 'Normal',
        reason: 'Pulling',
        message: 'Pulling image now',
        object: 'Pod/first-0'
      }
    ]);
    const log = await send('get', `${base}/first/logs?tail=1`).expect(200);
    expect(log.body.lines).toMatchObject([{ replica: 'first-0', text: 'two' }]);
    const volumes = await send('get', '/api/namespaces/ada/persistentvolumeclaims').expect(200);
    expect(volumes.body.items).toEqual([
      {
        name: 'first-workspace',
        size: '5Gi',
        phase: 'Pending',
        accessModes: ['ReadWriteOnce'],
        usedBy: ['first-0'],
        servers: ['first'],
        storageClass: null,
        growth: null,
        problem: null,
        createdAt: expect.any(String) as string
      }
    ]);
    await send('get', `${base}/first/logs?tail=-1`).expect(400);
  });

  it('tells the settings and the storage classes', async () => {
    harness.client.put('configmaps', {
      metadata: { namespace: 'kubeflow-lab', name: 'kubeflow-lab-addons' },
      data: {
        'addons.json': '[{"name":"training","state":"installing","message":"soon"},{"name":1}]'
      }
    } as object);
    await wait();
    const settings = await send('get', '/api/settings').expect(200);
    expect(settings.body).toMatchObject({
      origin: 'http://localhost:8081',
      gitHosts: [],
      addons: [{ name: 'training', state: 'installing', message: 'soon' }],
      limits: { cpu: '4', memory: '8Gi', gpu: '0', nodes: 1 }
    });
    const classes = await send('get', '/api/storageclasses').expect(200);
    expect(classes.body.items).toEqual([
      { name: 'fast', default: true, expandable: false, immediate: false }
    ]);
  });
});
