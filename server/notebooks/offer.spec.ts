import request from 'supertest';

import { KubeError } from '@kubeflow-lab/kube';
import type { NotebookForm, NotebookOptions } from '@kubeflow-lab/schema';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;

const OPTIONS = '/api/namespaces/ada/notebook-options';
const NOTEBOOKS = '/api/namespaces/ada/notebooks';
const form: NotebookForm = {
  name: 'first',
  image: 'jupyter:1',
  cpu: '500m',
  memory: '1Gi',
  workspace: { mode: 'none' }
};
const file = (text: string) => ({
  metadata: { namespace: 'kubeflow-lab', name: 'kubeflow-lab-spawner' },
  data: { 'spawner_ui_config.yaml': text }
});
const put = (plural: string, object: object) => harness.client.put(plural, object);
const send = (method: 'get' | 'post', path: string, cookie = ada) =>
  request(harness.server.app)[method](path).set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' });
const options = async () => (await send('get', OPTIONS).expect(200)).body as NotebookOptions;
const names = (plural: string) => [...harness.client.world.table(plural).keys()];
/** Until what was put there has reached the cache. */
const wait = () => new Promise(resolve => setTimeout(resolve, 20));

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

describe('the options', () => {
  it('are the installation’s where no file says anything', async () => {
    expect(await options()).toMatchObject({
      problem: '',
      images: { jupyter: { options: ['jupyter:1'] } },
      gpus: { vendors: [{ resource: 'nvidia.com/gpu', total: 0, free: 0 }] },
      configurations: { options: [] }
    });
    await send('get', OPTIONS, await harness.signIn('bob')).expect(403);
  });

  it('follow the file, with what is in its groups: the YAML beside the form says it', async () => {
    put(
      'configmaps',
      file(`spawnerFormDefaults:
  cpu: {value: '2', limitFactor: none}
  affinityConfig: {options: [{configKey: fast, displayName: Fast, affinity: {nodeAffinity: {}}}]}
`)
    );
    await wait();
    const answer = await options();
    expect(answer.cpu).toEqual({ value: '2', limitFactor: null, readOnly: false });
    expect(answer.affinity.options).toEqual([
      { key: 'fast', name: 'Fast', content: { nodeAffinity: {} } }
    ]);
  });

  it.each([
    ['is no YAML', '{', /cannot be read/],
    // Each line is the one before it ten times over.
    [
      'is a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh']
        .map((key, index) => `${key}: &${key} [${`*${'abcdefg'[index]},`.repeat(10)}]`)
        .join('\n')}`,
      /alias/
    ]
  ])('say that a file %s, and go on without it', async (_what, text, problem) => {
    put('configmaps', file(text));
    await wait();
    const answer = await options();
    expect(answer.problem).toMatch(problem);
    expect(answer.images.jupyter.options).toEqual(['jupyter:1']);
  });

  it('name what PodDefaults do, Secrets without what is in them, and free GPUs', async () => {
    put('poddefaults', {
      metadata: { namespace: 'ada', name: 'proxy' },
      spec: { selector: { matchLabels: { proxy: 'yes' } }, desc: 'Our proxy', env: [{ name: 'P' }] }
    });
    put('poddefaults', { metadata: { namespace: 'ada', name: 'for-all' }, spec: { selector: {} } });
    put('secrets', { metadata: { namespace: 'ada', name: 'token' }, data: { key: 'c2VjcmV0' } });
    put('nodes', {
      metadata: { name: 'gpu' },
      status: {
        allocatable: { 'nvidia.com/gpu': '2' },
        conditions: [{ type: 'Ready', status: 'True' }]
      }
    });
    await wait();
    const answer = await options();
    expect(answer).toMatchObject({
      configurations: {
        options: [
          {
            name: 'proxy',
            description: 'Our proxy',
            changes: ['sets the variables P'],
            labels: { proxy: 'yes' }
          }
        ]
      },
      secrets: ['token'],
      gpus: { vendors: [{ total: 2, free: 2 }] }
    });
    expect(JSON.stringify(answer)).not.toContain('c2VjcmV0');
  });
});

describe('a server made by form', () => {
  it('asks for its PodDefaults by their labels', async () => {
    put('poddefaults', {
      metadata: { namespace: 'ada', name: 'proxy' },
      spec: { selector: { matchLabels: { proxy: 'yes' } } }
    });
    const made = await send('post', NOTEBOOKS)
      .send({ ...form, configurations: ['proxy'] })
      .expect(201);
    expect(made.body.object.metadata.labels).toMatchObject({ proxy: 'yes' });
    const refused = await send('post', NOTEBOOKS)
      .send({ ...form, name: 'second', configurations: ['gone'] })
      .expect(422);
    expect(JSON.parse(refused.text)).toMatchObject({ errors: [{ path: 'configurations.0' }] });
  });

  it('keeps to what the administrator fixed', async () => {
    put('configmaps', file("spawnerFormDefaults: {cpu: {value: '1', readOnly: true}}"));
    await wait();
    const refused = await send('post', NOTEBOOKS).send(form).expect(422);
    expect(JSON.parse(refused.text)).toMatchObject({
      errors: [{ path: 'cpu', message: expect.stringMatching(/administrator/) as string }]
    });
    await send('post', NOTEBOOKS)
      .send({ ...form, cpu: '1' })
      .expect(201);
  });

  it('leaves no volume behind when a later one cannot be made', async () => {
    put('persistentvolumeclaims', { metadata: { namespace: 'ada', name: 'taken' } });
    const volumes = ['one', 'taken'].map(claim => ({
      mode: 'new',
      claim,
      mount: `/${claim}`,
      size: '1Gi'
    }));
    await send('post', NOTEBOOKS)
      .send({ ...form, dataVolumes: volumes })
      .expect(409);
    expect(names('persistentvolumeclaims')).toEqual(['ada/taken']);
    expect(names('notebooks')).toEqual([]);
  });
});

describe('a dry run', () => {
  const dryRun = (more: Partial<NotebookForm> = {}) =>
    send('post', `${NOTEBOOKS}?dryRun=true`).send({ ...form, ...more });

  it('tries the pod too, as the caller', async () => {
    await dryRun().expect(200);
    expect(harness.client.world.calls).toContain('ada create pods ada/');
    expect(names('pods')).toEqual([]);
  });

  it('says what admission has against the pod', async () => {
    const { client } = harness;
    const message = 'pods "first-x" is forbidden: exceeded quota: team, requested: cpu=1';
    const refusal = new KubeError(403, { reason: 'Forbidden', message });
    client.world.refuseDryRuns.set('pods', refusal);
    const refused = await dryRun().expect(403);
    expect(JSON.parse(refused.text).detail).toMatch(/quota does not allow this/);
  });

  it('says that PodDefaults contradict the form, which is no matter of versions', async () => {
    const why = 'PodDefault "proxy" sets the variable "A", which is set to something else';
    const message = `admission webhook "pod-defaults.example" denied the request: ${why}.`;
    const refusal = new KubeError(409, { reason: 'Conflict', message });
    harness.client.world.refuseDryRuns.set('pods', refusal);
    const refused = await dryRun().expect(403);
    const { detail } = JSON.parse(refused.text) as { detail: string };
    expect(detail).toBe(`The cluster's rules do not allow this: ${why}.`);
  });

  it('does not ask for the pod where the caller may make none', async () => {
    const { client } = harness;
    const before = client.world.allow;
    client.world.allow = question => question.resource !== 'pods' && before(question);
    await dryRun().expect(200);
    expect(client.world.calls).not.toContain('ada create pods ada/');
  });

  it('says that a volume is there already', async () => {
    put('persistentvolumeclaims', { metadata: { namespace: 'ada', name: 'first-workspace' } });
    await dryRun({ workspace: { mode: 'new', size: '1Gi' } }).expect(409);
  });
});
