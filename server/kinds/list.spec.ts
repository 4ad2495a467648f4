import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { kinds } from './index.js';

let harness: Harness;
let ada: string;
const base = '/api/namespaces/ada/tfjobs';

const job = (name: string, minute: number) => ({
  apiVersion: 'kubeflow.org/v1',
  kind: 'TFJob',
  metadata: {
    namespace: 'ada',
    name,
    creationTimestamp: `2026-11-01T10:0${minute}:00Z`,
    labels: { team: 'a' }
  },
  spec: { tfReplicaSpecs: {} }
});
const send = (method: 'get' | 'post' | 'delete', path: string) =>
  request(harness.server.app)[method](path).set({ Cookie: ada, 'X-Kubeflow-Lab': '1' });
const list = async (query: string) => (await send('get', `${base}?${query}`).expect(200)).body;
const namesOf = ({ items }: { items: { object: { metadata: { name: string } } }[] }) =>
  items.map(({ object }) => object.metadata.name);

beforeEach(async () => {
  harness = await startServer(client => {
    ['e', 'd', 'c'].forEach((name, minute) => client.put('tfjobs', job(name, minute)));
    // Made at the same second: their names decide.
    ['b', 'a'].forEach(name => client.put('tfjobs', job(name, 5)));
  });
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

describe('paging', () => {
  it('gives each object once, newest first, and no way on after the last', async () => {
    const first = await list('limit=2');
    const second = await list(`limit=2&continue=${first.continue}`);
    const third = await list(`limit=2&continue=${second.continue}`);
    expect([first, second, third].map(namesOf)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(third).not.toHaveProperty('continue');
    expect(await list('limit=5')).not.toHaveProperty('continue');
    expect(namesOf(await list(''))).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('goes on where it was, whatever came and went meanwhile', async () => {
    const first = await list('limit=2');
    harness.client.put('tfjobs', job('newest', 9));
    await harness.client.delete(
      kinds.find(({ resource }) => resource.plural === 'tfjobs')!.resource,
      {
        namespace: 'ada',
        name: 'b'
      }
    );
    expect(namesOf(await list(`continue=${first.continue}`))).toEqual(['c', 'd', 'e']);
  });

  it.each(['limit=0', 'limit=x', 'limit=-1', 'continue=x', 'continue=e30', 'fields=', 'fields=x'])(
    'refuses %s with a sentence',
    async query => {
      const { body } = await send('get', `${base}?${query}`).expect(400);
      expect(body.detail).toMatch(/^"(limit|continue|fields)" must be /);
    }
  );
});

describe('fields', () => {
  it('answers those that were asked for, of what is there', async () => {
    const fields = 'object.metadata.name,object.metadata.labels,summary.phase,object.no.such';
    expect((await list(`limit=1&fields=${fields}`)).items).toEqual([
      { object: { metadata: { name: 'a', labels: { team: 'a' } } }, summary: { phase: 'Queued' } }
    ]);
  });

  it('leaves the items as they are', async () => {
    await list('fields=object.metadata,object.metadata.extra,object.spec');
    await list(
      'fields=object.constructor.prototype,object.__proto__.polluted,object.metadata.name'
    );
    expect(namesOf(await list(''))).toHaveLength(5);
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('If-Match', () => {
  const tag = async (name: string) => (await send('get', `${base}/${name}`)).headers.etag as string;
  const remove = (name: string, ifMatch: string) =>
    send('delete', `${base}/${name}`).set('If-Match', ifMatch);

  it('deletes the version that was seen, and no other', async () => {
    const seen = await tag('a');
    harness.client.put('tfjobs', job('a', 5));
    const { body } = await remove('a', seen).expect(412);
    expect(body).toMatchObject({
      type: 'urn:kubeflow-lab:changed',
      detail: '"a" was changed by somebody else meanwhile; look at it again before you change it.'
    });
    await remove('a', await tag('a')).expect(202);
    await remove('b', `"0", ${await tag('b')}`).expect(202);
    await remove('c', '*').expect(202);
    await remove('c', '*').expect(404);
    await send('delete', `${base}/d`).expect(202);
  });

  it('says the weak tag of a version is not that version', async () => {
    await remove('a', `W/${await tag('a')}`).expect(412);
  });

  it('acts on the version that was seen, also where it changes between the look and the write', async () => {
    const work = '/api/namespaces/ada/notebooks/work';
    const { client } = harness;
    const write = () => client.put('notebooks', { metadata: { namespace: 'ada', name: 'work' } });
    const seen = async () => (await send('get', work)).headers.etag as string;
    const stop = (ifMatch: string) => send('post', `${work}/actions/stop`).set('If-Match', ifMatch);
    write();
    await stop('"0"').expect(412);
    const before = await seen();
    client.world.beforePatch = write;
    await stop(before).expect(412);
    client.world.beforePatch = undefined;
    const answer = await stop(await seen()).expect(200);
    expect(answer.headers.etag).toBe(await seen());
  });
});
