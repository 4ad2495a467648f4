import { buildTrainingJob, plainJob, writeFields } from '@kubeflow-lab/resources';
import { TFJOB_KIND } from '@kubeflow-lab/resources';
import type { ConfigMap, TrainingJob } from '@kubeflow-lab/resources';
import type { TrainingJobForm } from '@kubeflow-lab/schema';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;
const base = '/api/namespaces/ada/tfjobs';
const send = (path: string, body: object = {}) =>
  request(harness.server.app).post(path).set({ Cookie: ada, 'X-Kubeflow-Lab': '1' }).send(body);
const job = (name: string) =>
  harness.client.world.table('tfjobs').get(`ada/${name}`) as TrainingJob | undefined;
const code = (name: string) =>
  harness.client.world.table('configmaps').get(`ada/${name}-code`) as ConfigMap | undefined;

const form: TrainingJobForm = {
  name: 'digits',
  image: 'tensorflow:1',
  replicas: [{ role: 'Chief', count: 1 }],
  code: { cells: [{ id: 'c', source: 'print("$(HOME) é")' }], modules: [], parameters: {} },
  resources: {},
  env: [],
  volumes: []
};

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
  await send(base, form).expect(201);
});
afterEach(() => harness.server.stop());

/** As in the cluster, where the ConfigMap goes with the job that owns it. */
const alone = () => harness.client.world.table('configmaps').delete('ada/digits-code');

describe('running again', () => {
  it('puts the same job with the same code in the place of the earlier', async () => {
    const before = job('digits');
    const json = code('digits')?.data?.['code.json'];
    const answer = await send(`${base}/digits/actions/rerun`).expect(200);
    expect(answer.body.object.metadata.uid).not.toBe(before?.metadata?.uid);
    expect(job('digits')?.spec).toEqual(before?.spec);
    expect(code('digits')?.data?.['code.json']).toBe(json);
    expect(code('digits')?.metadata?.ownerReferences?.[0].uid).toBe(job('digits')?.metadata?.uid);
  });

  it('makes another job with the code beside the earlier one', async () => {
    const manifest = writeFields(job('digits')!, TFJOB_KIND, { name: 'second', memory: '1Gi' });
    delete manifest.metadata!.uid;
    delete manifest.metadata!.resourceVersion;
    const before = job('digits')?.metadata?.uid;
    await send(`${base}/digits/actions/rerun`, { manifest }).expect(200);
    expect(job('digits')?.metadata?.uid).toBe(before);
    expect(JSON.stringify(job('second')?.spec)).toContain('"name":"second-code"');
    expect(code('second')?.data).toEqual(code('digits')?.data);
  });

  it('runs a job of kubectl again, which has no code of ours', async () => {
    const manifest = writeFields(plainJob(TFJOB_KIND, 'plain'), TFJOB_KIND, { image: 'a:1' });
    await send(base, manifest).expect(201);
    await send(`${base}/plain/actions/rerun`).expect(200);
    expect([job('plain')?.spec, code('plain')]).toEqual([manifest.spec, undefined]);
  });

  it('says that the code is gone, and leaves the job alone', async () => {
    const before = job('digits');
    alone();
    const answer = await send(`${base}/digits/actions/rerun`).expect(409);
    expect(answer.body.detail).toContain('The code of digits is gone');
    expect(job('digits')).toEqual(before);
  });

  it('deletes nothing where the new job would be of another kind or project', async () => {
    const before = job('digits');
    const manifest = { ...before, metadata: { name: 'digits', namespace: 'grace' } };
    await send(`${base}/digits/actions/rerun`, { manifest }).expect(422);
    expect(job('digits')).toEqual(before);
  });
});

describe('a form with the whole job', () => {
  const manifest = writeFields(plainJob(TFJOB_KIND, 'whole'), TFJOB_KIND, { image: 'own:1' });
  (manifest.spec!.runPolicy as Record<string, unknown>).backoffLimit = 3;

  it('makes that job, with the code', async () => {
    await send(base, { ...form, manifest }).expect(201);
    expect(job('whole')?.spec?.runPolicy).toEqual({ cleanPodPolicy: 'None', backoffLimit: 3 });
    const built = buildTrainingJob(form, {
      namespace: 'ada',
      user: 'ada',
      manifest,
      code: { json: '', sha256: 'x' },
      parameters: '{}'
    });
    const command = (made: TrainingJob | undefined) =>
      /"command":(\[[^\]]*\])/.exec(JSON.stringify(made))?.[1];
    expect(command(job('whole'))).toBe(command(built.job));
    expect(code('whole')?.data?.['code.json']).toBe(JSON.stringify(form.code));
  });

  it('is refused at its fields', async () => {
    const bad = writeFields(manifest, TFJOB_KIND, { name: 'Bad' });
    const answer = await send(base, { ...form, manifest: bad }).expect(422);
    expect(answer.body.errors).toMatchObject([{ path: 'name' }]);
  });
});

it('says on a dry run who will talk to whom', async () => {
  const answer = await send(`${base}?dryRun=true`, { ...form, name: 'other' }).expect(200);
  expect(answer.body.notes[0]).toBe('TFJob other: 1 Chief; asks for no fixed amounts.');
});
