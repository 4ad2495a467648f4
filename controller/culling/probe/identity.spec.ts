/** Identities for asking servers, from a real HTTP server that stands for the platform's. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Notebook } from '@kubeflow-lab/resources';

import { ProbeIdentity } from './identity.js';

const SECOND = 1000;
const REQUIRED = [{ name: 'KUBEFLOW_LAB_IDENTITY', value: 'required' }];

let platform: Server;
let serverUrl: string;
let folder: string;
let tokenFile: string;
/** What the platform was asked, as `<path> <authorization>`. */
let asked: string[];
let status: number;
let answer: unknown;
let time: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeflow-lab-identity-'));
  tokenFile = join(folder, 'token');
  platform = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    const signed = { token: `signed-${asked.length}`, expiresIn: 600 };
    response.writeHead(status).end(JSON.stringify(answer === undefined ? signed : answer));
  });
  await new Promise<void>(resolve => platform.listen(0, '127.0.0.1', resolve));
  serverUrl = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
});
afterAll(async () => {
  platform.closeAllConnections();
  await new Promise(resolve => platform.close(resolve));
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  asked = [];
  status = 200;
  answer = undefined;
  time = 0;
  await writeFile(tokenFile, 'own-1\n');
});

function notebook(name: string, env: unknown): Notebook {
  const containers = [{ name, env }] as NonNullable<
    NonNullable<NonNullable<Notebook['spec']>['template']>['spec']
  >['containers'];
  return { metadata: { namespace: 'ada', name }, spec: { template: { spec: { containers } } } };
}

const identity = (more: Partial<ConstructorParameters<typeof ProbeIdentity>[0]> = {}) =>
  new ProbeIdentity({ serverUrl, tokenFile, now: () => time, ...more });

const ask = (from: ProbeIdentity, of: Notebook) => from.headers(of, AbortSignal.timeout(10_000));

it('shows our own token to the platform, and what it signs for this server to the server', async () => {
  const headers = await ask(identity(), notebook('lab', REQUIRED));
  expect(headers).toEqual({ 'X-Kubeflow-Lab-Identity': 'signed-1' });
  expect(asked).toEqual(['/auth/activity/ada/lab Bearer own-1']);
});

it.each([
  ['nothing', undefined],
  ['another value', [{ name: 'KUBEFLOW_LAB_IDENTITY', value: 'no' }]],
  ['no list', 'KUBEFLOW_LAB_IDENTITY=required']
])('gives nothing to an image that says %s of it', async (_what, env) => {
  expect(await ask(identity(), notebook('lab', env))).toEqual({});
  expect(asked).toEqual([]);
});

it('asks again for another server, and for the same one a while before the end', async () => {
  const ours = identity();
  const lab = notebook('lab', REQUIRED);
  await ask(ours, lab);
  time = 539 * SECOND;
  expect(await ask(ours, lab)).toEqual({ 'X-Kubeflow-Lab-Identity': 'signed-1' });
  expect(await ask(ours, notebook('other', REQUIRED))).toEqual({
    'X-Kubeflow-Lab-Identity': 'signed-2'
  });
  time = 540 * SECOND;
  await writeFile(tokenFile, 'own-2\n');
  expect(await ask(ours, lab)).toEqual({ 'X-Kubeflow-Lab-Identity': 'signed-3' });
  expect(asked).toEqual([
    '/auth/activity/ada/lab Bearer own-1',
    '/auth/activity/ada/other Bearer own-1',
    '/auth/activity/ada/lab Bearer own-2'
  ]);
});

it('shows our token to nobody that a Notebook names', async () => {
  const env = [...REQUIRED, { name: 'KUBEFLOW_LAB_URL', value: 'http://192.0.2.1' }];
  await ask(identity(), notebook('lab', env));
  expect(asked).toHaveLength(1);
});

it.each<[string, () => Partial<ConstructorParameters<typeof ProbeIdentity>[0]>]>([
  [
    'refuses',
    () => {
      status = 403;
      return {};
    }
  ],
  [
    'knows no such server',
    () => {
      status = 404;
      return {};
    }
  ],
  [
    'answers something else',
    () => {
      answer = { token: 7, expiresIn: 'long' };
      return {};
    }
  ],
  [
    'answers null',
    () => {
      answer = null;
      return {};
    }
  ],
  ['is not there', () => ({ serverUrl: 'http://127.0.0.1:1' })],
  ['gets no token of ours', () => ({ tokenFile: join(folder, 'none') })]
])('says so where the platform %s, and keeps nothing of it', async (_what, prepare) => {
  const ours = identity(prepare());
  const failure = {
    reason: 'refused',
    message: expect.stringMatching(/^the platform gives no identity to ask the server with/)
  };
  await expect(ask(ours, notebook('lab', REQUIRED))).rejects.toMatchObject(failure);
  await expect(ask(ours, notebook('lab', REQUIRED))).rejects.toMatchObject(failure);
});
