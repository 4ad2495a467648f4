/** The files of projects on the cluster's own bucket service, with the keys that its controller makes. */
import { createHash, randomBytes } from 'node:crypto';
import dns from 'node:dns';

import { PROFILE, SECRET, SERVICE } from '@kubeflow-lab/kube';
import { BUCKET_SECRET } from '@kubeflow-lab/resources';
import type { FileList, Problem } from '@kubeflow-lab/schema';
import { jest } from '@jest/globals';

import { eventually, uniqueName } from '../../kube/testing/cluster.js';
import { admin, startListening } from '../testing/listening.js';
import type { ListeningServer } from '../testing/listening.js';

const HOST = 'seaweedfs-s3.seaweedfs.svc';
const MEBI = 1024 * 1024;
const ada = uniqueName('ada');
const eve = uniqueName('eve');

let server: ListeningServer;
let cookie: string;

beforeAll(async () => {
  const service = await admin.get(SERVICE, { namespace: 'seaweedfs', name: 'seaweedfs-s3' });
  resolveAsPodsDo(HOST, service.spec?.clusterIP ?? '');
  await Promise.all([ada, eve].map(makeProject));
  server = await startListening({
    people: [ada],
    config: { bucketEndpoints: [`http://${HOST}:8333`], uploadLimit: 64 * MEBI }
  });
  cookie = await server.signIn(ada);
});

afterAll(async () => {
  await send(ada, 'DELETE', '/test?folder=true');
  jest.restoreAllMocks();
  await server?.close();
  await Promise.all([ada, eve].map(name => admin.delete(PROFILE, { name })));
});

async function makeProject(name: string): Promise<void> {
  await admin.create(PROFILE, { metadata: { name }, spec: { owner: { kind: 'User', name } } });
  await eventually(() => admin.get(SECRET, { namespace: name, name: BUCKET_SECRET }), 60);
}

/** The name of the bucket service is one that pods resolve, and this machine does not. */
function resolveAsPodsDo(host: string, address: string): void {
  const lookup = dns.lookup as (...args: unknown[]) => void;
  jest
    .spyOn(dns, 'lookup')
    .mockImplementation(((name: string, options: object, done: unknown) =>
      lookup(name === host ? address : name, options, done)) as typeof dns.lookup);
}

function send(
  project: string,
  method: string,
  path: string,
  body?: BodyInit,
  headers: Record<string, string> = {}
): Promise<Response> {
  return fetch(`${server.origin}/api/namespaces/${project}/files${path}`, {
    method,
    body,
    headers: { Cookie: cookie, 'X-Kubeflow-Lab': '1', ...headers }
  });
}

it('large files come back as they were sent', async () => {
  const bytes = randomBytes(24 * MEBI);
  const stored = await send(ada, 'PUT', '/test/large.bin', bytes);
  expect(stored.status).toBe(201);
  expect(await stored.json()).toMatchObject({ path: 'test/large.bin', size: bytes.length });
  const read = Buffer.from(await (await send(ada, 'GET', '/test/large.bin')).arrayBuffer());
  const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
  expect(hash(read)).toBe(hash(bytes));
});

it('folders are read page by page, with names of any language', async () => {
  const names = ['a b.txt', 'c+d&e=f.txt', 'ü/ñ.txt', 'z/y/x.txt', '日本.txt'];
  for (const name of names) {
    const path = name.split('/').map(encodeURIComponent).join('/');
    expect((await send(ada, 'PUT', `/test/pages/${path}`, name)).status).toBe(201);
    expect(await (await send(ada, 'GET', `/test/pages/${path}`)).text()).toBe(name);
  }
  const seen: string[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query = new URLSearchParams({ prefix: 'test/pages/', limit: '2', after });
    const page = (await (await send(ada, 'GET', `?${query}`)).json()) as FileList;
    expect(page.bucket).toBe(ada);
    expect(page.folders.length + page.files.length).toBeLessThanOrEqual(2);
    seen.push(...[...page.folders, ...page.files].map(entry => entry.name));
    after = page.next;
  }
  expect(seen.sort()).toEqual(['a b.txt', 'c+d&e=f.txt', 'ü', 'z', '日本.txt'].sort());
});

it('an upload that must not replace a file does not', async () => {
  const once = { 'If-None-Match': '*' };
  expect((await send(ada, 'PUT', '/test/once.txt', 'first', once)).status).toBe(201);
  expect((await send(ada, 'PUT', '/test/once.txt', 'second', once)).status).toBe(412);
  const preview = await send(ada, 'GET', '/test/once.txt?preview=true');
  expect([preview.headers.get('content-type'), await preview.text()]).toEqual([
    'text/plain; charset=utf-8',
    'first'
  ]);
});

it('files and folders are deleted', async () => {
  await send(ada, 'PUT', '/test/gone/a', 'x');
  await send(ada, 'PUT', '/test/gone/b/c', 'x');
  expect((await send(ada, 'DELETE', '/test/gone/a')).status).toBe(204);
  expect((await send(ada, 'GET', '/test/gone/a')).status).toBe(404);
  expect((await send(ada, 'DELETE', '/test/gone/a')).status).toBe(404);
  expect((await send(ada, 'DELETE', '/test/gone?folder=true')).status).toBe(204);
  expect((await send(ada, 'GET', '/test/gone/b/c')).status).toBe(404);
});

it('the project of somebody else is closed', async () => {
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/a.txt'],
    ['PUT', '/a.txt'],
    ['DELETE', '/a.txt']
  ]) {
    const answer = await send(eve, method, path, method === 'PUT' ? 'x' : undefined);
    expect(answer.status).toBe(403);
    const problem = (await answer.json()) as Problem;
    expect(problem.detail).toContain(`You may not see the files of project "${eve}"`);
  }
});
