import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { NAMESPACE, NOTEBOOK } from '@kubeflow-lab/kube';
import type { Item, Problem } from '@kubeflow-lab/schema';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { StreamClient } from '../testing/stream-client.js';

let harness: Harness;
let http: Server;
let origin: string;
let ada: string;

beforeEach(async () => {
  harness = await startServer();
  http = createHttpServer(harness.server.app);
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  ada = await harness.signIn('ada');
});
afterEach(async () => {
  await harness.server.stop();
  http.closeAllConnections();
  await new Promise(resolve => http.close(resolve));
});

const open = () => StreamClient.open(origin, ada);
const notebooks = { resource: 'notebooks', namespace: 'ada' } as const;
const put = (name: string, annotations = {}, namespace = 'ada') =>
  harness.client.put('notebooks', {
    kind: 'Notebook',
    metadata: { name, namespace, uid: name, annotations }
  });

it('begins with a snapshot and tells what changes and what goes', async () => {
  put('first');
  const client = await open();
  const answer = await client.subscribe(notebooks);
  expect(answer.status).toBe(201);
  const { subscription } = (await answer.json()) as { subscription: string };
  expect(await client.next('snapshot')).toMatchObject({
    subscription,
    items: [{ object: { metadata: { name: 'first' } }, summary: { phase: 'Pending' } }]
  });
  put('first', { 'kubeflow-resource-stopped': '2026-01-01T00:00:00Z' });
  expect(await client.next('changed')).toMatchObject({
    subscription,
    item: { summary: { phase: 'Stopped' } }
  });
  await harness.client.delete(NOTEBOOK, { namespace: 'ada', name: 'first' });
  expect(await client.next('removed')).toEqual({
    subscription,
    uid: 'first',
    name: 'first',
    namespace: 'ada'
  });
});

it('begins with what is there now, also where others were sent the list before', async () => {
  put('first');
  const names = async () => {
    const client = await open();
    await client.subscribe(notebooks);
    const { items } = await client.next('snapshot');
    return (items as Item[]).map(({ object }) => object.metadata?.name).sort();
  };
  expect([await names(), await names()]).toEqual([['first'], ['first']]);
  put('second');
  expect(await names()).toEqual(['first', 'second']);
  await harness.client.delete(NOTEBOOK, { namespace: 'ada', name: 'first' });
  expect(await names()).toEqual(['second']);
});

it('begins with lists of any length, also with several on one stream, and goes on', async () => {
  for (let n = 0; n < 70; n += 1) {
    put(`big-${n}`, { notes: 'x'.repeat(2 ** 18) });
  }
  const client = await open();
  await Promise.all([client.subscribe(notebooks), client.subscribe({ resource: 'notebooks' })]);
  for (let n = 0; n < 2; n += 1) {
    expect((await client.next('snapshot')).items).toHaveLength(70);
  }
  put('another');
  expect(await client.next('changed')).toMatchObject({
    item: { object: { metadata: { name: 'another' } } }
  });
});

it('tells what happens around an object, and nothing of other objects or projects', async () => {
  put('first');
  put('second');
  const client = await open();
  await client.subscribe({ ...notebooks, name: 'first' });
  expect((await client.next('snapshot')).items).toHaveLength(1);
  put('second', { x: '1' });
  put('first', {}, 'bob');
  harness.client.put('pods', {
    metadata: { namespace: 'ada', name: 'first-0', labels: { 'notebook-name': 'first' } },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }
  } as object);
  expect(await client.next('changed')).toMatchObject({
    item: { object: { metadata: { name: 'first' } }, summary: { phase: 'Running' } }
  });
});

it('ends a subscription when its right is taken away', async () => {
  const client = await open();
  await client.subscribe(notebooks);
  await client.next('snapshot');
  harness.client.world.allow = () => false;
  harness.client.put('rolebindings', { metadata: { namespace: 'ada', name: 'gone' } });
  expect(await client.next('error')).toMatchObject({ problem: { status: 403 } });
});

describe('all projects', () => {
  const everywhere = { resource: 'notebooks' } as const;
  const allow = (...namespaces: string[]) => {
    harness.client.world.allow = ({ namespace = '' }) => namespaces.includes(namespace);
  };
  /** As whoever gives or takes a right does. */
  const bind = (namespace: string) =>
    harness.client.put('rolebindings', { metadata: { namespace, name: 'binding' } });
  const project = (name: string) =>
    harness.client.put('namespaces', {
      metadata: { name, labels: { 'app.kubernetes.io/part-of': 'kubeflow-profile' } }
    });
  const namesIn = ({ items }: Record<string, unknown>) =>
    (items as Item[]).map(({ object }) => object.metadata.name).sort();

  it('are those in which somebody may list, in one snapshot and its changes', async () => {
    put('first');
    put('secret', {}, 'bob');
    for (let n = 0; n < 150; n += 1) {
      project(`p${n}`);
      put(`of-p${n}`, {}, `p${n}`);
    }
    allow('ada', ...Array.from({ length: 149 }, (_, n) => `p${n}`));
    const client = await open();
    expect((await client.subscribe(everywhere)).status).toBe(201);
    const names = namesIn(await client.next('snapshot'));
    expect(names).toHaveLength(150);
    expect(names).not.toContain('secret');
    expect(names).not.toContain('of-p149');
    put('secret', { x: '1' }, 'bob');
    await harness.client.delete(NOTEBOOK, { namespace: 'bob', name: 'secret' });
    put('another', {}, 'p7');
    expect(await client.next('changed')).toMatchObject({
      item: { object: { metadata: { name: 'another', namespace: 'p7' } } }
    });
    await harness.client.delete(NOTEBOOK, { namespace: 'p7', name: 'another' });
    expect(await client.next('removed')).toMatchObject({ name: 'another', namespace: 'p7' });
  });

  it('are an empty list for whoever has none, and all for whoever may see the whole cluster', async () => {
    put('first');
    put('second', {}, 'bob');
    const client = await open();
    allow();
    await client.subscribe(everywhere);
    expect((await client.next('snapshot')).items).toEqual([]);
    harness.client.world.allow = ({ namespace }) => namespace === undefined;
    harness.client.put('clusterrolebindings', { metadata: { name: 'admin' } });
    const names = [await client.next('changed'), await client.next('changed')].map(
      ({ item }) => (item as Item).object.metadata.name
    );
    expect(names.sort()).toEqual(['first', 'second']);
  });

  it('come with the right to them or as a whole, and go with it', async () => {
    put('first');
    put('second', {}, 'bob');
    const client = await open();
    await client.subscribe(everywhere);
    expect(namesIn(await client.next('snapshot'))).toEqual(['first']);
    allow('ada', 'bob');
    bind('bob');
    expect(await client.next('changed')).toMatchObject({
      item: { object: { metadata: { name: 'second' } } }
    });
    allow('ada', 'bob', 'team');
    project('team');
    put('third', {}, 'team');
    bind('team');
    expect(await client.next('changed')).toMatchObject({
      item: { object: { metadata: { name: 'third' } } }
    });
    allow('ada', 'team');
    bind('bob');
    expect(await client.next('removed')).toMatchObject({ uid: 'second', namespace: 'bob' });
    put('second', { x: '1' }, 'bob');
    put('first', { x: '1' });
    expect(await client.next('changed')).toMatchObject({
      item: { object: { metadata: { name: 'first' } } }
    });
    await harness.client.delete(NAMESPACE, { name: 'team' });
    bind('team');
    expect(await client.next('removed')).toMatchObject({ name: 'third', namespace: 'team' });
  });

  it('stay as they were while nobody says what somebody may', async () => {
    put('first');
    const client = await open();
    await client.subscribe(everywhere);
    await client.next('snapshot');
    const askedAgain = new Promise<void>(resolve => {
      harness.client.world.allow = () => {
        resolve();
        throw new Error('not now');
      };
    });
    bind('ada');
    await askedAgain;
    put('first', { x: '1' });
    expect(await client.next('changed')).toMatchObject({
      item: { object: { metadata: { name: 'first' } } }
    });
    const other = await open();
    expect((await other.subscribe(everywhere)).status).toBe(500);
  });
});

it('closes when the session ends', async () => {
  const client = await open();
  await fetch(`${origin}/api/session`, {
    method: 'DELETE',
    headers: { Cookie: ada, 'X-Kubeflow-Lab': '1' }
  });
  await client.untilClosed();
});

it("is nobody else's, and shows nobody else's things", async () => {
  const client = await open();
  const bob = await harness.signIn('bob');
  expect((await client.subscribe({ ...notebooks, namespace: 'bob' }, bob)).status).toBe(404);
  const logs = { resource: 'logs', kind: 'tfjobs', name: 'x' };
  const refused: [object, string][] = [
    [notebooks, 'notebook servers'],
    [{ resource: 'tfjobs' }, 'training jobs'],
    [logs, 'logs']
  ];
  for (const [subscription, what] of refused) {
    const answer = await client.subscribe({ ...subscription, namespace: 'bob' });
    expect(answer.status).toBe(403);
    expect(((await answer.json()) as Problem).detail).toBe(
      `You may not see the ${what} of project "bob"; ask its owner for access.`
    );
  }
  expect((await client.subscribe({ ...logs, namespace: 'ada' })).status).toBe(404);
  expect((await client.subscribe({ resource: 'secrets', namespace: 'ada' })).status).toBe(400);
  expect((await fetch(`${origin}/api/stream`)).status).toBe(401);
});

it('opens no more for one person than a person needs, and some again when others have ended', async () => {
  const mine: AbortController[] = [];
  const open = async (cookie: string) => {
    const ending = new AbortController();
    mine.push(ending);
    const options = { headers: { Cookie: cookie }, signal: ending.signal };
    return (await fetch(`${origin}/api/stream`, options)).status;
  };
  // One of a session that ends goes twice, with the session and with its connection, and counts once.
  const ended = await StreamClient.open(origin, ada);
  const again = await harness.signIn('ada');
  expect(await open(again)).toBe(200);
  await fetch(`${origin}/api/session`, {
    method: 'DELETE',
    headers: { Cookie: ada, 'X-Kubeflow-Lab': '1' }
  });
  await ended.untilClosed();
  ada = again;
  const statuses = await Promise.all(Array.from({ length: 70 }, () => open(ada)));
  expect(statuses.filter(status => status === 200)).toHaveLength(63);
  expect(statuses.filter(status => status === 429)).toHaveLength(7);
  expect(await open(await harness.signIn('bob'))).toBe(200);
  mine.forEach(ending => ending.abort());
  // The server learns of it a moment later.
  while ((await open(ada)) !== 200) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
});

it('tells the settings anew when they change', async () => {
  const client = await open();
  await client.subscribe({ resource: 'settings' });
  expect((await client.next('snapshot')).settings).toMatchObject({ addons: [] });
  harness.client.put('configmaps', {
    metadata: { namespace: 'kubeflow-lab', name: 'kubeflow-lab-addons' },
    data: { 'addons.json': '[{"name":"a","state":"ready","message":""}]' }
  } as object);
  expect((await client.next('snapshot')).settings).toMatchObject({ addons: [{ name: 'a' }] });
});

it('sends a log to its end, and only what is new to whoever comes back', async () => {
  harness.client.put('pods', {
    metadata: {
      namespace: 'ada',
      name: 'j-worker-0',
      uid: 'p',
      ownerReferences: [
        { apiVersion: 'kubeflow.org/v1', kind: 'TFJob', name: 'j', uid: 'j', controller: true }
      ]
    },
    spec: { containers: [{ name: 'tensorflow' }] },
    status: {
      phase: 'Succeeded',
      containerStatuses: [{ name: 'tensorflow', state: { terminated: {} } }]
    }
  } as object);
  harness.client.put('tfjobs', {
    metadata: { namespace: 'ada', name: 'j', uid: 'j' },
    status: { conditions: [{ type: 'Succeeded', status: 'True' }] }
  } as object);
  harness.client.world.logs.set('ada/j-worker-0', [
    '2026-01-01T00:00:00Z a',
    '2026-01-01T00:00:01Z b'
  ]);
  const logs = { resource: 'logs', kind: 'tfjobs', namespace: 'ada', name: 'j' };
  const client = await open();
  await new Promise(resolve => setTimeout(resolve, 50));
  await client.subscribe(logs);
  const { lines } = (await client.next('snapshot')) as {
    lines: { text: string; sequence: number }[];
  };
  expect(lines.map(line => line.text)).toEqual(['a', 'b']);
  await client.next('end');
  await client.subscribe({ ...logs, after: lines[0].sequence });
  expect(await client.next('snapshot')).toMatchObject({ lines: [lines[1]], resumed: true });
  await client.subscribe({ ...logs, after: lines[1].sequence });
  expect(await client.next('snapshot')).toMatchObject({ lines: [], resumed: true });
});

it('says that a log does not go on where the reader was: after a restart, or as that of another object', async () => {
  harness.client.put('tfjobs', { metadata: { namespace: 'ada', name: 'j', uid: 'j' } });
  const logs = { resource: 'logs', kind: 'tfjobs', namespace: 'ada', name: 'j' };
  const client = await open();
  await new Promise(resolve => setTimeout(resolve, 50));
  for (const after of [7, Number.MAX_SAFE_INTEGER]) {
    await client.subscribe({ ...logs, after });
    const snapshot = await client.next('snapshot');
    expect(snapshot.lines).toEqual([]);
    expect(snapshot).not.toHaveProperty('resumed');
  }
});
