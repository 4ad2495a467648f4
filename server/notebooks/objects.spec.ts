import request from 'supertest';

import type { KubernetesObject, NotebookForm } from '@kubeflow-lab/schema';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;

const NOTEBOOKS = '/api/namespaces/ada/notebooks';
const form: NotebookForm = {
  name: 'first',
  image: 'jupyter:1',
  cpu: '500m',
  memory: '1Gi',
  workspace: { mode: 'new', size: '5Gi' }
};
interface Made extends KubernetesObject {
  metadata: KubernetesObject['metadata'] & { labels: Record<string, string> };
  spec: { template: { spec: Record<string, unknown> & { containers: MadeContainer[] } } };
}
interface MadeContainer {
  name: string;
  image?: string;
  env?: { name: string; value?: string }[];
  resources?: Record<string, Record<string, string>>;
}

const send = (path: string, body: object, cookie = ada) =>
  request(harness.server.app).post(path).set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' }).send(body);
/** What the form would make, changed. */
async function objects(change: (notebook: Made, all: KubernetesObject[]) => void) {
  const { body } = await send(`${NOTEBOOKS}?dryRun=true`, form).expect(200);
  const all = body.objects as KubernetesObject[];
  change(all[0] as unknown as Made, all);
  return { objects: all };
}
const rules = (text: string) =>
  harness.client.put('configmaps', {
    metadata: { namespace: 'kubeflow-lab', name: 'kubeflow-lab-spawner' },
    data: { 'spawner_ui_config.yaml': `spawnerFormDefaults: ${text}` }
  } as object);
const names = (plural: string) => [...harness.client.world.table(plural).keys()];

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

it('are made with what no form can say, as the caller', async () => {
  const wanted = await objects(({ metadata, spec }, [, claim]) => {
    metadata.labels.team = 'a';
    spec.template.spec.containers.push({ name: 'side', image: 'side:1' });
    (claim.metadata as Made['metadata']).labels.tier = 'gold';
  });
  const answer = await send(NOTEBOOKS, wanted).expect(201);
  expect(answer.body.object).toMatchObject({
    metadata: { labels: { team: 'a', app: 'first' } },
    spec: { template: { spec: { containers: [{ name: 'first' }, { name: 'side' }] } } }
  });
  const claim = harness.client.world.table('persistentvolumeclaims').get('ada/first-workspace');
  expect(claim?.metadata?.labels).toMatchObject({ tier: 'gold' });
  expect(harness.client.world.calls).toContain('ada create notebooks ada/first');
});

it('only answer what would be made on a dry run', async () => {
  const wanted = await objects(({ spec }) => (spec.template.spec.nodeSelector = { a: 'b' }));
  const answer = await send(`${NOTEBOOKS}?dryRun=true`, wanted).expect(200);
  expect(answer.body.objects).toHaveLength(2);
  expect(answer.body.objects[0].spec.template.spec.nodeSelector).toEqual({ a: 'b' });
  expect([...names('notebooks'), ...names('persistentvolumeclaims')]).toEqual([]);
});

it('keep what the platform says of itself and of who makes them', async () => {
  const wanted = await objects(({ metadata, spec }) => {
    metadata.annotations = { 'notebooks.kubeflow.org/creator': 'eve' };
    const [{ env = [] }] = spec.template.spec.containers;
    env.find(({ name }) => name === 'KUBEFLOW_LAB_IDENTITY')!.value = 'off';
    env.find(({ name }) => name === 'KUBEFLOW_LAB_URL')!.value = 'http://elsewhere';
  });
  const { object } = (await send(NOTEBOOKS, wanted).expect(201)).body as { object: Made };
  expect(object.metadata.annotations).toMatchObject({ 'notebooks.kubeflow.org/creator': 'ada' });
  expect(object.spec.template.spec.containers[0].env).toEqual(
    expect.arrayContaining([
      { name: 'KUBEFLOW_LAB_IDENTITY', value: 'required' },
      { name: 'KUBEFLOW_LAB_URL', value: 'http://server' }
    ])
  );
});

describe('meet the same rules as a form', () => {
  const refused: [string, string, (notebook: Made, all: KubernetesObject[]) => unknown, string][] =
    [
      ['a name', '{}', ({ metadata }) => (metadata.name = 'No Name'), 'name'],
      [
        'too much memory',
        '{}',
        ({ spec }) => (spec.template.spec.containers[0].resources!.requests.memory = '99Gi'),
        'memory'
      ],
      [
        'an amount that is fixed',
        "{cpu: {value: '500m', readOnly: true}}",
        ({ spec }) => (spec.template.spec.containers[0].resources!.requests.cpu = '4'),
        'cpu'
      ],
      [
        'an image that is not offered',
        '{allowCustomImage: {value: false}}',
        ({ spec }) => (spec.template.spec.containers[0].image = 'mine:1'),
        'image'
      ],
      [
        'one in a second container',
        '{allowCustomImage: {value: false}}',
        ({ spec }) => spec.template.spec.containers.push({ name: 'side', image: 'mine:1' }),
        'image'
      ],
      ['an object of another kind', '{}', (_, all) => (all[1].kind = 'Secret'), 'kind'],
      [
        'another project',
        '{}',
        (_, all) => (all[1].metadata.namespace = 'bob'),
        'metadata.namespace'
      ]
    ];
  it.each(refused)('%s is refused', async (_what, text, change, path) => {
    const wanted = await objects(change);
    rules(text);
    await new Promise(resolve => setTimeout(resolve, 20));
    const answer = await send(NOTEBOOKS, wanted).expect(422);
    const { errors } = JSON.parse(answer.text) as { errors: { path: string }[] };
    expect(errors.map(error => error.path)).toContain(path);
    expect([...names('notebooks'), ...names('persistentvolumeclaims')]).toEqual([]);
  });

  it('no objects, or somebody else’s project', async () => {
    await send(NOTEBOOKS, { objects: [] }).expect(400);
    await send(NOTEBOOKS, { objects: [{}] }).expect(400);
    await send(NOTEBOOKS, await objects(() => {}), await harness.signIn('bob')).expect(403);
  });
});
