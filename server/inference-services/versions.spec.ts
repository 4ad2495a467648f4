/** Models from the outputs of runs, and the versions that lie in the bucket. */
import { nodeId } from '@kubeflow-lab/resources';
import type { InferenceService, Workflow } from '@kubeflow-lab/resources';
import type { ModelForm, Problem } from '@kubeflow-lab/schema';
import request from 'supertest';

import { startFakeS3 } from '../testing/fake-s3.js';
import type { FakeS3 } from '../testing/fake-s3.js';
import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let s3: FakeS3;
let harness: Harness;
let ada: string;

const value = {
  type: 'sklearn.svm.SVC',
  format: 'joblib',
  python: '3.11',
  packages: { sklearn: '1.7.2', joblib: '1.5.2' },
  signature: { features: 2, names: null, classes: null }
};

/** Of the content of what the step took. */
const HASH = 'a1'.repeat(32);
/** Of git, that the run's notebook was at. */
const COMMIT = 'b2'.repeat(20);

beforeEach(async () => {
  s3 = await startFakeS3({ key: 'ada' });
  harness = await startServer();
  harness.config.bucketEndpoints.push(s3.endpoint);
  const keys = {
    AWS_ENDPOINT_URL: s3.endpoint,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    KUBEFLOW_LAB_BUCKET: 'ada'
  };
  const data = Object.fromEntries(
    Object.entries(keys).map(([key, text]) => [key, Buffer.from(text).toString('base64')])
  );
  const metadata = { namespace: 'ada', name: 'kubeflow-lab-s3' };
  harness.client.put('secrets', { metadata, data } as object);
  harness.client.put('workflows', run());
  put('runs/run-uid/train/model/value.joblib', 'the model');
  put('runs/run-uid/train/model/meta.json', JSON.stringify(value));
  put('runs/run-uid/load/x/meta.json', JSON.stringify({ sha256: HASH }));
  ada = await harness.signIn('ada');
});

afterEach(async () => {
  await harness.server.stop();
  await s3.stop();
});

const put = (key: string, text: string) => s3.files.set(`ada/${key}`, Buffer.from(text));
const text = (key: string) => s3.files.get(`ada/${key}`)?.toString();
const models = () => [...s3.files.keys()].filter(key => key.startsWith('ada/models/'));

/** A run whose step `train` stored two values. */
function run(): Workflow {
  const outputs = ['model', 'table'].map(name => ({
    name,
    type: 't',
    shape: '',
    bytes: 1,
    head: ''
  }));
  const id = nodeId('run', 'run.train');
  return {
    metadata: {
      namespace: 'ada',
      name: 'run',
      uid: 'run-uid',
      annotations: {
        'lab.kubeflow.org/notebook': 'digits.ipynb',
        'lab.kubeflow.org/commit': COMMIT,
        'lab.kubeflow.org/commit-changed': 'false'
      }
    },
    spec: {
      entrypoint: 'pipeline',
      templates: [
        { name: 'pipeline', dag: { tasks: [{ name: 'train', template: 'train' }] } },
        { name: 'train', container: { image: 'x' } }
      ]
    },
    status: {
      phase: 'Succeeded',
      nodes: {
        [id]: {
          id,
          name: 'run.train',
          displayName: 'train',
          type: 'Pod',
          templateName: 'train',
          phase: 'Succeeded',
          inputs: {
            artifacts: [
              { name: 'kfl-code', raw: { data: '' } },
              { name: 'x', s3: { key: 'runs/run-uid/load/x' } },
              { name: 'gone', s3: { key: 'runs/run-uid/load/gone' } },
              { name: 'file', http: { url: 'http://elsewhere/file' } }
            ]
          },
          outputs: {
            parameters: [{ name: 'result', value: JSON.stringify({ outputs, metrics: {} }) }]
          }
        }
      }
    }
  };
}

const base = '/api/namespaces/ada/inferenceservices';
const send = (path: string, body: object = {}) =>
  request(harness.server.app).post(path).set({ Cookie: ada, 'X-Kubeflow-Lab': '1' }).send(body);
const from = { run: 'run', step: 'train', output: 'model' };
const form: ModelForm = { name: 'digits', from, sample: [[0, 1]] };
const stored = () =>
  harness.client.world.table('inferenceservices').get('ada/digits') as InferenceService;
const problem = ({ text: body }: { text: string }) => JSON.parse(body) as Problem;

describe('the output of a run', () => {
  it('becomes a version of its own, and the next one of the same service', async () => {
    const first = await send(base, form).expect(201);
    expect(first.body.summary).toMatchObject({
      version: '1',
      model: { format: 'sklearn', version: '1', storageUri: 's3://ada/models/digits/1' },
      sample: [[0, 1]],
      notebook: 'digits.ipynb',
      origin: from
    });
    expect(text('models/digits/1/model.joblib')).toBe('the model');
    expect(JSON.parse(text('models/digits/1/meta.json') ?? '')).toMatchObject({
      name: 'digits',
      version: '1',
      type: value.type,
      packages: { 'scikit-learn': '1.7.2' },
      signature: value.signature,
      sample: [[0, 1]],
      origin: { ...from, uid: 'run-uid' },
      commit: COMMIT,
      changed: false,
      data: [{ name: 'x', step: 'load', sha256: HASH }]
    });
    const known = await send(`${base}/digits/actions/versions`).expect(200);
    expect(known.body.items[0].data).toEqual([{ name: 'x', step: 'load', sha256: HASH }]);
    const second = await send(base, form).expect(201);
    expect(second.body.summary.version).toBe('2');
    const named = await send(base, { ...form, version: '2.1' }).expect(201);
    expect(named.body.summary.version).toBe('2.1');
  });

  it('is only looked at on a dry run', async () => {
    const { body } = await send(`${base}?dryRun=true`, form).expect(200);
    expect(body.objects[0].spec.predictor.model.storageUri).toBe('s3://ada/models/digits/1');
    expect(models()).toEqual([]);
    expect(stored()).toBeUndefined();
  });

  it.each<[string, Partial<ModelForm>, string, RegExp]>([
    ['run', { from: { ...from, run: 'none' } }, 'from.run', /^There is no run "none"/],
    ['step', { from: { ...from, step: 'none' } }, 'from.step', /has no step "none"/],
    ['value', { from: { ...from, output: 'x' } }, 'from.output', /it stored model, table\.$/],
    ['file', { from: { ...from, output: 'table' } }, 'from.output', /not in the bucket any more/],
    ['name', { name: 'Digits' }, 'name', /lower-case/],
    ['version', { version: 'a b' }, 'version', /letters, digits/],
    ['one source', { storageUri: 's3://ada/models/digits/1' }, 'from', /not both/]
  ])('is refused without a %s', async (_, change, path, sentence) => {
    const answer = problem(await send(base, { ...form, ...change }).expect(422));
    expect(answer.errors).toEqual([{ path, message: expect.stringMatching(sentence) }]);
    expect(models()).toEqual([]);
  });

  it.each([
    ['cannot be served', JSON.stringify({ ...value, format: 'pandas' }), /fitted model/],
    ['says nothing', '[]', /cannot be read/]
  ])('is refused where it %s', async (_, meta, sentence) => {
    put('runs/run-uid/train/model/meta.json', meta);
    const { errors } = problem(await send(base, form).expect(422));
    expect(errors).toEqual([{ path: 'from.output', message: expect.stringMatching(sentence) }]);
  });

  it('leaves no version where its file is gone', async () => {
    s3.files.delete('ada/runs/run-uid/train/model/value.joblib');
    const { errors } = problem(await send(base, form).expect(422));
    expect(errors).toMatchObject([{ path: 'from.output' }]);
    expect(models()).toEqual([]);
  });

  it('leaves no version where the service is refused', async () => {
    await send(base, form).expect(201);
    put('models/digits/1/model.joblib', 'kept');
    harness.client.put('inferenceservices', {
      metadata: { namespace: 'ada', name: 'digits' },
      spec: { predictor: { containers: [{ name: 'mine' }] } }
    } as object);
    const { errors } = problem(await send(base, form).expect(409));
    expect(errors).toMatchObject([{ path: 'name' }]);
    expect(models()).toEqual(['ada/models/digits/1/meta.json', 'ada/models/digits/1/model.joblib']);
  });

  it('does not take a version that is stored already', async () => {
    await send(base, { ...form, version: '1' }).expect(201);
    const { errors } = problem(await send(base, { ...form, version: '1' }).expect(422));
    expect(errors).toMatchObject([{ path: 'version' }]);
  });

  it('gets versions of their own where several people deploy at once', async () => {
    await send(base, form).expect(201);
    const answers = await Promise.all([1, 2, 3].map(() => send(base, form)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const kept = models().filter(key => key.endsWith('model.joblib'));
    expect(kept).toHaveLength(4);
  });
});

describe('the models of a value', () => {
  const asked = (step: string) =>
    send('/api/namespaces/ada/workflows/run/actions/models', { step });

  it('are the stored versions that name its hash, whichever run they come from', async () => {
    const data = [{ name: 'images', step: 'read', sha256: HASH }];
    const others = [{ name: 'images', step: 'read', sha256: 'c3'.repeat(32) }];
    put('models/pixels/4/model.joblib', 'x');
    put('models/pixels/4/meta.json', JSON.stringify({ data }));
    put('models/pixels/3/model.joblib', 'x');
    put('models/pixels/3/meta.json', JSON.stringify({ data: others }));
    put('runs/run-uid/train/model/meta.json', JSON.stringify({ ...value, sha256: HASH }));
    const { body } = await asked('train').expect(200);
    expect(body.items).toEqual([{ value: 'model', model: 'pixels', version: '4' }]);
  });

  it('are none where nothing is recorded', async () => {
    expect((await asked('train').expect(200)).body.items).toEqual([]);
  });

  it('are of a step of the run', async () => {
    expect(problem(await asked('other').expect(422)).detail).toMatch(/no step "other"/);
  });
});

it('tells no commit of a model that an earlier run has stored', async () => {
  const reused = { train: { workflow: 'before', uid: 'earlier-uid' } };
  const { metadata, ...rest } = run();
  const annotations = {
    ...metadata?.annotations,
    'lab.kubeflow.org/reused': JSON.stringify(reused)
  };
  harness.client.put('workflows', { ...rest, metadata: { ...metadata, annotations } });
  put('runs/earlier-uid/train/model/value.joblib', 'the model');
  put('runs/earlier-uid/train/model/meta.json', JSON.stringify(value));
  await send(base, form).expect(201);
  const meta = JSON.parse(text('models/digits/1/meta.json') ?? '');
  expect(meta).toMatchObject({ commit: null, changed: null, notebook: 'digits.ipynb' });
});

describe('versions', () => {
  beforeEach(async () => {
    await send(base, form).expect(201);
    await send(base, { ...form, sample: [[5, 5]] }).expect(201);
    put('models/digits/10/model.joblib', 'by hand');
    put('models/digits/11/meta.json', '{}');
  });

  it('are those that are whole, the highest first', async () => {
    const { body } = await send(`${base}/digits/actions/versions`).expect(200);
    expect(body.items.map(({ version }: { version: string }) => version)).toEqual(['10', '2', '1']);
    expect(body.items[0]).toMatchObject({ type: null, origin: null, bytes: 7 });
    expect(body.items[2]).toMatchObject({
      type: 'sklearn.svm.SVC',
      created: expect.any(String),
      notebook: 'digits.ipynb',
      origin: from
    });
  });

  it('are served again with what belongs to them', async () => {
    const { body } = await send(`${base}/digits/actions/rollback`, { version: '1' }).expect(200);
    expect(body.summary).toMatchObject({
      version: '1',
      sample: [[0, 1]],
      notebook: 'digits.ipynb',
      origin: from,
      model: { format: 'sklearn', version: '1' }
    });
    const other = await send(`${base}/digits/actions/rollback`, { version: '10' }).expect(200);
    expect(other.body.summary.origin).toBeNull();
    expect(stored().spec?.predictor?.model).toMatchObject({
      modelFormat: { name: 'sklearn', version: '1' },
      storageUri: 's3://ada/models/digits/10'
    });
  });

  it.each([
    ['3', 404],
    ['11', 404],
    ['../digits/1', 404],
    ['2', 409]
  ])('are refused: %s', async (version, status) => {
    const answer = await send(`${base}/digits/actions/rollback`, { version }).expect(status);
    expect(problem(answer).detail).toContain(`ersion ${version} of digits`);
    expect(stored().spec?.predictor?.model?.storageUri).toBe('s3://ada/models/digits/2');
  });

  it('are for those who may see the files', async () => {
    const bob = await harness.signIn('bob');
    await request(harness.server.app)
      .post(`${base}/digits/actions/versions`)
      .set({ Cookie: bob, 'X-Kubeflow-Lab': '1' })
      .expect(403);
  });
});

describe('a canary', () => {
  const address = `${base}/digits/actions`;
  const canary = () => stored().spec?.canary;

  beforeEach(async () => {
    await send(base, form).expect(201);
    await send(base, { ...form, sample: [[5, 5]] }).expect(201);
  });

  it('gets its share, another share, and becomes what is served', async () => {
    const { body } = await send(`${address}/canary`, { version: '1', percent: 10 }).expect(200);
    expect(body.summary).toMatchObject({ version: '2', canary: { version: '1', percent: 10 } });
    await send(`${address}/canary`, { version: '1', percent: 50 }).expect(200);
    expect(canary()).toMatchObject([{ trafficPercent: 50 }]);
    await send(`${address}/promote`).expect(200);
    expect(canary()).toBeUndefined();
    expect(stored().spec?.predictor?.model?.storageUri).toBe('s3://ada/models/digits/1');
    expect(stored().metadata?.annotations?.['lab.kubeflow.org/sample']).toBe('[[0,1]]');
  });

  it('goes, and the served version stays', async () => {
    await send(`${address}/canary`, { version: '1', percent: 10 }).expect(200);
    await send(`${address}/withdraw`).expect(200);
    expect(canary()).toBeUndefined();
    expect(stored().spec?.predictor?.model?.storageUri).toBe('s3://ada/models/digits/2');
  });

  it.each([
    ['canary', { version: '2', percent: 10 }, 422, /is the one to be served already/],
    ['canary', { version: '9', percent: 10 }, 404, /no version 9/],
    ['canary', { version: '1', percent: 101 }, 400, /percent/],
    ['promote', undefined, 409, /has no canary/],
    ['withdraw', undefined, 409, /has no canary/]
  ])('is refused: %s %j', async (action, body, status, sentence) => {
    const answer = await send(`${address}/${action}`, body).expect(status);
    expect(problem(answer).detail).toMatch(sentence);
    expect(canary()).toBeUndefined();
  });

  it('needs a version that is served, when it comes from a form', async () => {
    const first = { ...form, name: 'other', canary: 10 };
    const { errors } = problem(await send(base, first).expect(409));
    expect(errors).toMatchObject([{ path: 'canary' }]);
    await send(base, { ...form, canary: 20 }).expect(201);
    expect(canary()).toMatchObject([
      { trafficPercent: 20, predictor: { model: { storageUri: 's3://ada/models/digits/3' } } }
    ]);
  });
});
