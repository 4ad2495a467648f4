/** The server against a real API server: who may do what, what is told, and what happens when it is away. */
import { readFile } from 'node:fs/promises';

import { CUSTOM_RESOURCE_DEFINITION, NODE, NOTEBOOK, POD, ROLE_BINDING } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { LogLine } from '@kubeflow-lab/schema';
import { parse } from 'yaml';

import {
  createNamespace,
  cuttableLine,
  deleteNamespace,
  eventually,
  uniqueName
} from '../kube/testing/cluster.js';
import type { CuttableLine } from '../kube/testing/cluster.js';
import { admin, grant, startListening } from './testing/listening.js';
import type { ListeningServer } from './testing/listening.js';
import { StreamClient } from './testing/stream-client.js';

const ada = uniqueName('ada');
const bob = uniqueName('bob');
const eve = uniqueName('eve');

let line: CuttableLine;
let server: ListeningServer;
/** Ada's project; bob has none, and eve may only look at ada's. */
let project: string;

beforeAll(async () => {
  const crd = parse(await readFile('schema/crd/kubeflow.org_notebooks.yaml', 'utf8')) as KubeObject;
  await admin.apply(CUSTOM_RESOURCE_DEFINITION, crd);
  project = await createNamespace(admin, { 'app.kubernetes.io/part-of': 'kubeflow-profile' });
  await eventually(
    async () => (await admin.list(NOTEBOOK, { namespace: project })).items.length === 0
  );
  await invite(ada, ['*']);
  await invite(eve, ['get', 'list', 'watch']);
  line = await cuttableLine();
  server = await startListening({ client: line.client, people: [ada, bob, eve] });
});

afterAll(async () => {
  line?.mend();
  await server?.close();
  await line?.close();
  await deleteNamespace(admin, project);
});

/** Lets somebody do something with everything that a project holds. */
function invite(user: string, verbs: string[]): Promise<void> {
  const rules = [
    {
      apiGroups: ['', 'kubeflow.org', 'rbac.authorization.k8s.io'],
      resources: [
        'notebooks',
        'persistentvolumeclaims',
        'pods',
        'pods/log',
        'events',
        'rolebindings'
      ],
      verbs
    }
  ];
  return grant(project, user, rules);
}

function send(method: string, path: string, cookie: string, body?: object): Promise<Response> {
  return fetch(`${server.origin}${path}`, {
    method,
    redirect: 'manual',
    headers: { Cookie: cookie, 'X-Kubeflow-Lab': '1', 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body)
  });
}

const notebooks = () => `/api/namespaces/${project}/notebooks`;
const form = (name: string) => ({
  name,
  image: 'localhost/no-such-image:1',
  cpu: '10m',
  memory: '64Mi',
  workspace: { mode: 'none' }
});
/** A notebook that no controller starts a pod for. */
const stopped = (name: string) =>
  admin.create(NOTEBOOK, {
    apiVersion: 'kubeflow.org/v1',
    kind: 'Notebook',
    metadata: {
      namespace: project,
      name,
      annotations: { 'kubeflow-resource-stopped': new Date().toISOString() }
    },
    spec: { template: { spec: { containers: [{ name, image: 'localhost/no-such-image:1' }] } } }
  });

describe('people', () => {
  it('see their projects with their roles', async () => {
    const projects = async (user: string) =>
      (
        (await (await send('GET', '/api/session', await server.signIn(user))).json()) as {
          projects: object[];
        }
      ).projects;
    expect(await projects(ada)).toEqual([{ namespace: project, role: 'owner' }]);
    expect(await projects(eve)).toEqual([{ namespace: project, role: 'viewer' }]);
    expect(await projects(bob)).toEqual([]);
  });

  it('act with their own rights', async () => {
    const [owner, stranger, viewer] = await Promise.all([ada, bob, eve].map(server.signIn));
    expect((await send('POST', notebooks(), owner, form('mine'))).status).toBe(201);
    const one = `${notebooks()}/mine`;
    const table: [string, string, number, number][] = [
      ['GET', notebooks(), 403, 200],
      ['GET', one, 403, 200],
      ['GET', `${one}/events`, 403, 200],
      ['GET', `${one}/logs`, 403, 200],
      ['POST', `${one}/actions/stop`, 403, 403],
      ['DELETE', one, 403, 403],
      ['GET', `/connect/${project}/mine`, 403, 403]
    ];
    for (const [method, path, forStranger, forViewer] of table) {
      expect([method, path, (await send(method, path, stranger)).status]).toEqual([
        method,
        path,
        forStranger
      ]);
      expect([method, path, (await send(method, path, viewer)).status]).toEqual([
        method,
        path,
        forViewer
      ]);
      const status = (await send(method, path, '')).status;
      expect([method, path, status]).toEqual([
        method,
        path,
        path.startsWith('/connect') ? 302 : 401
      ]);
    }
    expect((await send('POST', notebooks(), viewer, form('theirs'))).status).toBe(403);
    expect((await send('GET', `/connect/${project}/mine`, owner)).status).toBe(302);
    expect((await send('DELETE', one, owner)).status).toBe(202);
  });

  it('lose what they see when their binding goes', async () => {
    const name = uniqueName('guest');
    await invite(name, ['get', 'list']);
    await server.addPeople([name]);
    const client = await StreamClient.open(server.origin, await server.signIn(name));
    expect((await client.subscribe({ resource: 'notebooks', namespace: project })).status).toBe(
      201
    );
    await client.next('snapshot');
    const begun = Date.now();
    await admin.delete(ROLE_BINDING, { namespace: project, name });
    expect(await client.next('error')).toMatchObject({ problem: { status: 403 } });
    expect(Date.now() - begun).toBeLessThan(8_000);
  });
});

describe('the event stream', () => {
  it('tells what others do', async () => {
    const client = await StreamClient.open(server.origin, await server.signIn(ada));
    await client.subscribe({ resource: 'notebooks', namespace: project });
    await client.next('snapshot');
    await stopped('told');
    expect(await client.next('changed')).toMatchObject({
      item: { object: { metadata: { name: 'told' } }, summary: { phase: 'Stopped' } }
    });
    await admin.delete(NOTEBOOK, { namespace: project, name: 'told' });
    expect(await client.next('removed')).toMatchObject({ name: 'told' });
  });
});

describe('while the API server is away', () => {
  it('serves from the cache, and the stream and the log go on afterwards', async () => {
    await stopped('talker');
    await createTalker('talker-0');
    const cookie = await server.signIn(ada);
    const client = await StreamClient.open(server.origin, cookie);
    await client.subscribe({ resource: 'notebooks', namespace: project, name: 'talker' });
    await client.next('snapshot');
    const log = await StreamClient.open(server.origin, cookie);
    const logs = { resource: 'logs', kind: 'notebooks', namespace: project, name: 'talker' };
    expect((await log.subscribe(logs)).status).toBe(201);
    const lines = ((await log.next('snapshot')).lines as LogLine[]).concat(
      (await log.next('lines')).lines as LogLine[]
    );
    line.cut();
    await new Promise(resolve => setTimeout(resolve, 7_000));
    expect((await send('GET', '/readyz', '')).status).toBe(200);
    expect((await send('GET', notebooks(), cookie)).status).toBe(200);
    expect((await send('GET', `${notebooks()}/talker`, cookie)).status).toBe(200);
    const write = await send('POST', notebooks(), cookie, form('later'));
    expect([write.status, write.headers.get('retry-after')]).toEqual([503, '5']);
    await admin.mergePatch(
      NOTEBOOK,
      { namespace: project, name: 'talker' },
      { metadata: { labels: { changed: 'meanwhile' } } }
    );
    line.mend();
    const changed = async (): Promise<unknown> => {
      const { item } = await client.next('changed');
      const labels = (item as { object: KubeObject }).object.metadata?.labels;
      return labels?.changed === 'meanwhile' ? labels : changed();
    };
    await changed();
    const numbers = () => lines.map(({ text }) => Number(text.split(' ')[1]));
    const cutAt = numbers().at(-1)!;
    while (numbers().at(-1)! < cutAt + 100) {
      lines.push(...((await log.next('lines')).lines as LogLine[]));
    }
    const first = numbers()[0];
    expect(numbers()).toEqual(lines.map((_, index) => first + index));
    expect(lines.map(l => l.sequence)).toEqual(lines.map((_, index) => lines[0].sequence + index));
    expect((await send('POST', notebooks(), cookie, form('later'))).status).toBe(201);
  }, 90_000);
});

/** A pod that counts aloud, ten times a second, in an image of ours that the node has. */
async function createTalker(name: string): Promise<void> {
  const nodes = await admin.list(NODE);
  const images = nodes.items.flatMap(node => {
    const status = node.status as { images?: { names?: string[] }[] } | undefined;
    return (status?.images ?? []).flatMap(image => image.names ?? []);
  });
  const image = images.find(candidate => /kubeflow-lab-(jupyter|tensorflow)/.test(candidate));
  if (image === undefined) {
    throw new Error('The node has no image of ours; load one first.');
  }
  const command = ['sh', '-c', 'i=0; while :; do echo "line $i"; i=$((i+1)); sleep 0.1; done'];
  await admin.create(POD, {
    metadata: { namespace: project, name, labels: { 'notebook-name': 'talker' } },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'talker', image, imagePullPolicy: 'Never', command }]
    }
  });
  await eventually(
    async () => (await admin.get(POD, { namespace: project, name })).status?.phase === 'Running',
    60
  );
}
