import type { ConfigMap, KubeObject } from '@kubeflow-lab/resources';

import {
  CONFIG_MAP,
  Reflector,
  createKubeClient,
  isConflict,
  isForbidden,
  isNotFound
} from './index.js';
import type { CuttableLine } from './testing/cluster.js';
import {
  createNamespace,
  cuttableLine,
  deleteNamespace,
  eventually,
  testConfig
} from './testing/cluster.js';
import type { Kind } from './client.js';

const SELF_SUBJECT_REVIEW: Kind<
  KubeObject & { status?: { userInfo: { username: string; groups: string[]; uid?: string } } }
> = {
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  namespaced: false
};

const client = createKubeClient(testConfig());
let namespace: string;

beforeAll(async () => {
  namespace = await createNamespace(client);
});

afterAll(() => deleteNamespace(client, namespace));

function configMap(name: string, data: Record<string, string> = {}): ConfigMap {
  return { metadata: { namespace, name }, data };
}

describe('the client against a real API server', () => {
  it('is who it says, with every group', async () => {
    const identity = { user: 'ada', groups: ['one', 'two, and a half', 'three'], uid: '42' };
    const review = await client.as(identity).create(SELF_SUBJECT_REVIEW, {});
    expect(review.status?.userInfo).toMatchObject({
      username: 'ada',
      uid: '42',
      groups: expect.arrayContaining(['one', 'two, and a half', 'three'])
    });
  });

  it('has the rights of whom it impersonates, and no others', async () => {
    const ada = client.as({ user: 'ada', groups: ['system:authenticated'] });
    const error = await ada.list(CONFIG_MAP, { namespace }).catch(e => e);
    expect(isForbidden(error)).toBe(true);
    const question = { user: 'ada', verb: 'list', resource: 'configmaps', namespace };
    expect(await client.accessReview(question)).toMatchObject({ allowed: false });
    const masters = { ...question, groups: ['system:masters'] };
    expect(await client.accessReview(masters)).toMatchObject({ allowed: true });
  });

  it('creates, applies, patches and deletes', async () => {
    const key = { namespace, name: 'written' };
    expect(isNotFound(await client.get(CONFIG_MAP, key).catch(e => e))).toBe(true);
    await client.create(CONFIG_MAP, configMap('written', { a: '1' }), { dryRun: true });
    expect(isNotFound(await client.get(CONFIG_MAP, key).catch(e => e))).toBe(true);

    const made = await client.create(CONFIG_MAP, configMap('written', { a: '1', b: '1' }));
    const again = await client.create(CONFIG_MAP, configMap('written')).catch(e => e);
    expect(isConflict(again)).toBe(true);
    await client.apply(CONFIG_MAP, configMap('written', { a: '2', c: '2' }));
    const applied = await client.apply(CONFIG_MAP, configMap('written', { a: '3' }));
    expect(applied.data).toEqual({ a: '3', b: '1' });
    const patched = await client.mergePatch(CONFIG_MAP, key, { data: { b: null } });
    expect(patched.data).toEqual({ a: '3' });

    const wrong = { preconditions: { uid: 'another' } };
    expect(isConflict(await client.delete(CONFIG_MAP, key, wrong).catch(e => e))).toBe(true);
    await client.delete(CONFIG_MAP, key, { preconditions: { uid: made.metadata?.uid } });
    expect(isNotFound(await client.get(CONFIG_MAP, key).catch(e => e))).toBe(true);
  });

  it('lists page by page', async () => {
    const names = ['p1', 'p2', 'p3', 'p4', 'p5'];
    await Promise.all(names.map(name => client.create(CONFIG_MAP, configMap(name))));
    const selection = { namespace, fieldSelector: 'metadata.name!=kube-root-ca.crt' };
    const first = await client.listPage(CONFIG_MAP, { ...selection, limit: 2 });
    expect(first.items).toHaveLength(2);
    expect(first.continue).toBeDefined();
    const { items } = await client.list(CONFIG_MAP, { ...selection, limit: 2 });
    expect(items.map(item => item.metadata?.name)).toEqual(expect.arrayContaining(names));
    await Promise.all(names.map(name => client.delete(CONFIG_MAP, { namespace, name })));
  });
});

describe('a reflector against a real API server', () => {
  let line: CuttableLine;
  let reflector: Reflector<ConfigMap>;
  const problems: (string | null)[] = [];

  beforeAll(async () => {
    line = await cuttableLine();
    reflector = new Reflector(line.client, CONFIG_MAP, {
      namespace,
      onProblem: problem => problems.push(problem?.message ?? null)
    });
    reflector.start();
    await reflector.synced;
  });

  afterAll(async () => {
    await reflector.stop();
    await line.close();
  });

  const dataOf = (name: string) => reflector.store.get({ namespace, name })?.data;

  it('sees what is made, changed and deleted', async () => {
    await client.create(CONFIG_MAP, configMap('seen', { v: '1' }));
    await eventually(async () => dataOf('seen')?.v === '1');
    await client.apply(CONFIG_MAP, configMap('seen', { v: '2' }));
    await eventually(async () => dataOf('seen')?.v === '2');
    await client.delete(CONFIG_MAP, { namespace, name: 'seen' });
    await eventually(async () => dataOf('seen') === undefined);
  });

  it('catches up after the API server was away', async () => {
    await client.create(CONFIG_MAP, configMap('kept', { v: '1' }));
    await client.create(CONFIG_MAP, configMap('lost', { v: '1' }));
    await eventually(async () => dataOf('lost') !== undefined);
    line.cut();
    await eventually(async () => reflector.problem !== null);
    await client.apply(CONFIG_MAP, configMap('kept', { v: '2' }));
    await client.delete(CONFIG_MAP, { namespace, name: 'lost' });
    await new Promise(resolve => setTimeout(resolve, 3000));
    expect(dataOf('kept')?.v).toBe('1');
    line.mend();
    await eventually(async () => dataOf('kept')?.v === '2' && dataOf('lost') === undefined, 15);
    expect(reflector.problem).toBeNull();
    expect(problems.at(-1)).toBeNull();
  });
});
