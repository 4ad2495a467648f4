import { KubeError } from '@kubeflow-lab/kube';
import { apiSchemas, plurals } from '@kubeflow-lab/schema';
import type { Problem } from '@kubeflow-lab/schema';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { kinds } from './index.js';

let harness: Harness;
let ada: string;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

const base = '/api/namespaces/ada/tfjobs';
const manifest = {
  apiVersion: 'kubeflow.org/v1',
  kind: 'TFJob',
  metadata: { name: 'mine', labels: { team: 'a' } },
  spec: { tfReplicaSpecs: { Worker: { replicas: 2, template: { spec: { containers: [] } } } } }
};
const send = (method: 'get' | 'post' | 'delete', path: string, cookie = ada) =>
  request(harness.server.app)[method](path).set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' });
const names = (plural: string) => [...harness.client.world.table(plural).keys()];
const wait = (milliseconds = 20) => new Promise(resolve => setTimeout(resolve, milliseconds));

describe('the table', () => {
  it.each(kinds.map(kind => [kind.resource.plural, kind] as const))(
    '%s has its schemas',
    (plural, { actions = {}, form, schema }) => {
      expect(plurals).toContain(plural);
      const named = [`${schema}Summary`, `${schema}Item`, `${schema}List`, form?.schema];
      const bodies = Object.values(actions).map(action => action.body);
      for (const name of [...named, ...bodies].filter(name => name !== undefined)) {
        expect(apiSchemas).toHaveProperty(name);
      }
    }
  );

  it('names every kind once', () => {
    const named = kinds.map(kind => kind.resource.plural);
    expect(new Set(named).size).toBe(named.length);
  });
});

describe('an object as somebody wrote it', () => {
  it('is made as it is, as the caller, in the project of the address', async () => {
    const answer = await send('post', base).send(manifest).expect(201);
    expect(answer.body.object).toMatchObject({
      ...manifest,
      metadata: { ...manifest.metadata, namespace: 'ada' }
    });
    expect(answer.body.summary).toMatchObject({ phase: 'Queued', replicas: [{}, {}] });
    expect(harness.client.world.calls).toContain('ada create tfjobs ada/mine');
  });

  it.each<[string, unknown, object]>([
    ['nobody', undefined, {}],
    ['somebody else', { 'lab.kubeflow.org/created-by': 'bob', team: 'a' }, { team: 'a' }],
    ['nobody, with an empty map', null, {}]
  ])('names its maker, also where it names %s', async (_, annotations, others) => {
    const metadata = { ...manifest.metadata, annotations };
    const answer = await send('post', base)
      .send({ ...manifest, metadata })
      .expect(201);
    expect(answer.body.object.metadata.annotations).toEqual({
      ...others,
      'lab.kubeflow.org/created-by': 'ada'
    });
  });

  it('is left to the API server where its annotations are no map', async () => {
    const metadata = { ...manifest.metadata, annotations: ['a'] };
    const answer = await send('post', `${base}?dryRun=true`)
      .send({ ...manifest, metadata })
      .expect(200);
    expect(answer.body.objects[0].metadata.annotations).toEqual(['a']);
  });

  it('is only answered on a dry run', async () => {
    const answer = await send('post', `${base}?dryRun=true`).send(manifest).expect(200);
    expect(answer.body.objects).toMatchObject([manifest]);
    expect(names('tfjobs')).toEqual([]);
  });

  it('can be a notebook server as well', async () => {
    const notebook = {
      apiVersion: 'kubeflow.org/v1',
      kind: 'Notebook',
      metadata: { name: 'mine', namespace: 'ada' },
      spec: { template: { spec: { containers: [{ name: 'mine', image: 'x' }] } } }
    };
    const answer = await send('post', '/api/namespaces/ada/notebooks').send(notebook).expect(201);
    expect(answer.body.summary).toMatchObject({ phase: 'Pending', image: 'x', creator: 'ada' });
  });

  it.each<[string, object, string, string]>([
    ['another kind', { kind: 'Pod', apiVersion: 'v1' }, 'kind', 'This is a Pod of v1'],
    [
      'another version',
      { apiVersion: 'kubeflow.org/v2' },
      'apiVersion',
      'what can be created here is a TFJob of kubeflow.org/v1'
    ],
    [
      'an object for another project',
      { metadata: { name: 'x', namespace: 'bob' } },
      'metadata.namespace',
      'belongs to project "bob", not to "ada"'
    ],
    ['an object without a name', { metadata: {} }, 'metadata.name', 'needs a name']
  ])('is refused if it is %s', async (_, change, path, sentence) => {
    const answer = await send('post', base)
      .send({ ...manifest, ...change })
      .expect(422);
    const { detail, errors } = JSON.parse(answer.text) as Problem;
    expect(detail).toContain(sentence);
    expect(errors).toEqual([{ path, message: detail }]);
    expect(names('tfjobs')).toEqual([]);
  });

  it.each([{ metadata: null }, { metadata: 'x' }, { kind: 7 }])(
    'is refused if it is no object at all: %j',
    async change => {
      await send('post', base)
        .send({ ...manifest, ...change })
        .expect(400);
    }
  );

  it("carries the API server's refusal with the place in the object", async () => {
    harness.client.world.failures.set(
      'tfjobs',
      new KubeError(422, {
        reason: 'Invalid',
        message: 'TFJob.kubeflow.org "mine" is invalid: spec.tfReplicaSpecs: Required value',
        details: {
          name: 'mine',
          kind: 'TFJob',
          causes: [{ field: 'spec.tfReplicaSpecs', message: 'Required value' }]
        }
      })
    );
    const answer = await send('post', base).send(manifest).expect(422);
    expect(JSON.parse(answer.text)).toMatchObject({
      detail: 'Kubernetes does not accept the training job: spec.tfReplicaSpecs: Required value.',
      errors: [{ path: 'spec.tfReplicaSpecs', message: 'Required value' }]
    });
  });

  it('is nothing that somebody without the right can make', async () => {
    const bob = await harness.signIn('bob');
    const answer = await send('post', base, bob).send(manifest).expect(403);
    expect(answer.text).toContain('You may not create training jobs in project');
  });
});

describe('the log of one part', () => {
  beforeEach(async () => {
    const job = { metadata: { namespace: 'ada', name: 'j', uid: 'j' } };
    for (const [index, pod] of ['j-worker-0', 'j-worker-1'].entries()) {
      harness.client.put('pods', {
        metadata: {
          namespace: 'ada',
          name: pod,
          ownerReferences: [
            { apiVersion: 'kubeflow.org/v1', kind: 'TFJob', name: 'j', uid: 'j', controller: true }
          ]
        },
        spec: { containers: [{ name: 'tensorflow' }] },
        status: {
          phase: 'Running',
          containerStatuses: [{ name: 'tensorflow', state: { running: {} } }]
        }
      } as object);
      harness.client.world.logs.set(`ada/${pod}`, [`2026-01-01T00:00:0${index}Z from ${pod}`]);
    }
    harness.client.put('tfjobs', job);
    await wait(60);
  });

  it.each([
    ['', ['from j-worker-0', 'from j-worker-1']],
    ['?part=j-worker-1', ['from j-worker-1']],
    ['?part=nobody', []]
  ])('is what %j asks for', async (query, texts) => {
    const answer = await send('get', `${base}/j/logs${query}`).expect(200);
    expect(answer.body.lines.map((line: { text: string }) => line.text)).toEqual(texts);
  });

  it('cannot be asked for twice', async () => {
    await send('get', `${base}/j/logs?part=a&part=b`).expect(400);
  });
});

describe('a kind that the cluster does not know', () => {
  const missing = ['experiments', 'trials', 'suggestions'];
  const experiments = '/api/namespaces/ada/experiments';
  let without: Harness;
  let cookie: string;

  beforeEach(async () => {
    without = await startServer(client => missing.forEach(kind => client.world.missing.add(kind)));
    cookie = await without.signIn('ada');
  });
  afterEach(() => without.server.stop());

  const ask = (method: 'get' | 'post' | 'delete', path: string) =>
    request(without.server.app)[method](path).set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' });

  it.each<['get' | 'post' | 'delete', string]>([
    ['get', experiments],
    ['get', `${experiments}/one`],
    ['get', `${experiments}/one/logs`],
    ['delete', `${experiments}/one`],
    ['post', `${experiments}/one/actions/stop`]
  ])('is said to be missing: %s %s', async (method, path) => {
    const answer = await ask(method, path).expect(503);
    expect(JSON.parse(answer.text)).toMatchObject({
      type: 'urn:kubeflow-lab:not-installed',
      detail: expect.stringContaining(
        'does not know the kind Experiment (sweeps): Katib is missing'
      )
    });
    expect(answer.headers['retry-after']).toBe('10');
  });

  it('leaves the others alone', async () => {
    await ask('get', '/api/namespaces/ada/workflows').expect(200);
  });

  it('is there as soon as it is installed', async () => {
    without.client.world.missing.clear();
    let status = 503;
    for (const end = Date.now() + 5000; status !== 200 && Date.now() < end; await wait(50)) {
      ({ status } = await ask('get', experiments));
    }
    expect(status).toBe(200);
  });
});
