/** The server against a real API server: who may do what, what is told, and what happens when it is away. */
import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  CUSTOM_RESOURCE_DEFINITION,
  NODE,
  NOTEBOOK,
  POD,
  ROLE_BINDING,
  SECRET,
  createKubeClient
} from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { LogLine } from '@kubeflow-lab/schema';
import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { parse } from 'yaml';

import {
  createNamespace,
  cuttableLine,
  deleteNamespace,
  eventually,
  testConfig,
  uniqueName
} from '../kube/testing/cluster.js';
import type { CuttableLine } from '../kube/testing/cluster.js';
import { directCompiler } from './compile/compiler.js';
import { createServer } from './server.js';
import type { Server } from './server.js';
import { hashOf, identityPem } from './testing/harness.js';
import { StreamClient } from './testing/stream-client.js';

const admin = createKubeClient(testConfig());
const ROLE: Kind<KubeObject & { rules?: object[] }> = {
  ...ROLE_BINDING,
  kind: 'Role',
  plural: 'roles'
};
const ada = uniqueName('ada');
const bob = uniqueName('bob');
const eve = uniqueName('eve');

let line: CuttableLine;
let server: Server;
let http: HttpServer;
let origin: string;
/** The platform's namespace, and ada's project; bob has none, and eve may only look at ada's. */
let platform: string;
let project: string;

beforeAll(async () => {
  const crd = parse(await readFile('schema/crd/kubeflow.org_notebooks.yaml', 'utf8')) as KubeObject;
  await admin.apply(CUSTOM_RESOURCE_DEFINITION, crd);
  platform = await createNamespace(admin);
  project = await createNamespace(admin, { 'app.kubernetes.io/part-of': 'kubeflow-profile' });
  await eventually(
    async () => (await admin.list(NOTEBOOK, { namespace: project })).items.length === 0
  );
  await grant(ada, ['*']);
  await grant(eve, ['get', 'list', 'watch']);
  const data = Object.fromEntries(
    [ada, bob, eve].map(user => [user, Buffer.from(hashOf('secret')).toString('base64')])
  );
  await admin.create(SECRET, {
    metadata: { namespace: platform, name: 'kubeflow-lab-accounts' },
    data
  });
  line = await cuttableLine();
  server = await createServer({
    client: line.client,
    keys: { session: randomBytes(32), identityPem },
    compiler: directCompiler,
    logger: pino({ level: 'silent' }),
    config: {
      origin: new URL('http://localhost:8081'),
      notebookDomain: 'localhost',
      serverUrl: 'http://server',
      images: { jupyter: [], tensorflow: [], xgboost: [] },
      bucketEndpoints: [],
      uploadLimit: 1024,
      port: 0,
      namespace: platform,
      spawnerDir: '.'
    }
  });
  await server.start();
  http = createHttpServer(server.app);
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterAll(async () => {
  line?.mend();
  await server?.stop();
  http?.closeAllConnections();
  http?.close();
  await line?.close();
  await Promise.all([project, platform].filter(Boolean).map(name => deleteNamespace(admin, name)));
});

/** Lets somebody do something with everything that a project holds. */
async function grant(user: string, verbs: string[]): Promise<void> {
  const metadata = { namespace: project, name: user };
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
  await admin.create(ROLE, { metadata, rules });
  await admin.create(ROLE_BINDING, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: user },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }]
  } as KubeObject);
}

async function signIn(username: string): Promise<string> {
  const answer = await send('POST', '/api/session', '', { username, password: 'secret' });
  expect(answer.status).toBe(200);
  return answer.headers.getSetCookie()[0].split(';')[0];
}

function send(method: string, path: string, cookie: string, body?: object): Promise<Response> {
  return fetch(`${origin}${path}`, {
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
        (await (await send('GET', '/api/session', await signIn(user))).json()) as {
          projects: object[];
        }
      ).projects;
    expect(await projects(ada)).toEqual([{ namespace: project, role: 'owner' }]);
    expect(await projects(eve)).toEqual([{ namespace: project, role: 'viewer' }]);
    expect(await projects(bob)).toEqual([]);
  });

  it('act with their own rights', async () => {
    const [owner, stranger, viewer] = await Promise.all([ada, bob, eve].map(signIn));
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
    await grant(name, ['get', 'list']);
    const secret = await admin.get(SECRET, { namespace: platform, name: 'kubeflow-lab-accounts' });
    const hash = Buffer.from(hashOf('secret')).toString('base64');
    await admin.mergePatch(
      SECRET,
      { namespace: platform, name: secret.metadata!.name! },
      { data: { [name]: hash } }
    );
    const client = await StreamClient.open(origin, await signIn(name));
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
    const client = await StreamClient.open(origin, await signIn(ada));
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
    const cookie = await signIn(ada);
    const client = await StreamClient.open(origin, cookie);
    await client.subscribe({ resource: 'notebooks', namespace: project, name: 'talker' });
    await client.next('snapshot');
    const log = await StreamClient.open(origin, cookie);
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
