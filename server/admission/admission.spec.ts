import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';

import { jest } from '@jest/globals';
import { pino } from 'pino';
import request from 'supertest';

import { MemoryClient } from '../testing/memory-client.js';
import { listenWithTls } from './listen.js';
import { admissionApp } from './routes.js';

const quiet = pino({ level: 'silent' });
const POD = {
  metadata: { labels: { proxy: 'true' } },
  spec: { containers: [{ name: 'work', env: [{ name: 'A', value: '1' }] }] }
};

function ask(client: MemoryClient, object: object, namespace = 'ada') {
  return request(admissionApp(client, quiet))
    .post('/apply-poddefault')
    .send({ kind: 'AdmissionReview', request: { uid: 'u1', namespace, object } });
}

function withProxy(env: object): MemoryClient {
  const client = new MemoryClient();
  client.put('poddefaults', {
    metadata: { namespace: 'ada', name: 'proxy' },
    spec: { selector: { matchLabels: { proxy: 'true' } }, env: [env] }
  } as object);
  return client;
}

it('answers with a patch of what PodDefaults of that project bring', async () => {
  const client = withProxy({ name: 'HTTP_PROXY', value: 'p' });
  const { response } = (await ask(client, POD).expect(200)).body;
  expect(response).toMatchObject({ uid: 'u1', allowed: true, patchType: 'JSONPatch' });
  const operations = JSON.parse(Buffer.from(response.patch, 'base64').toString());
  expect(operations).toMatchObject([
    { op: 'add', path: '/metadata/annotations' },
    {
      op: 'add',
      path: '/spec/containers',
      value: [{ env: [{ name: 'A' }, { name: 'HTTP_PROXY', value: 'p' }] }]
    }
  ]);
  expect(operations).toHaveLength(2);
  const elsewhere = await ask(client, POD, 'bob').expect(200);
  expect(elsewhere.body.response).toEqual({ uid: 'u1', allowed: true });
});

it('refuses a pod that sets the same to something else, with a sentence', async () => {
  const client = withProxy({ name: 'A', value: '2' });
  const { response } = (await ask(client, POD).expect(200)).body;
  expect(response).toEqual({
    uid: 'u1',
    allowed: false,
    status: {
      code: 409,
      reason: 'Conflict',
      message: 'PodDefault "proxy" sets the variable "A", which is set to something else.'
    }
  });
});

it('lets every pod pass where the definition is missing, and none while the API is away', async () => {
  const client = withProxy({ name: 'B' });
  client.world.missing.add('poddefaults');
  expect((await ask(client, POD).expect(200)).body.response.allowed).toBe(true);
  client.world.missing.clear();
  client.world.away = true;
  await ask(client, POD).expect(500, 'The pod could not be judged.');
});

it.each([
  ['no JSON', 'x'],
  ['no review', '{}'],
  ['no pod', '{"request":{"uid":"u"}}']
])('refuses %s', async (_what, body) => {
  await request(admissionApp(new MemoryClient(), quiet))
    .post('/apply-poddefault')
    .type('json')
    .send(body)
    .expect(400);
});

it('is known by the certificate in its folder, and by the next one that lies there', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
  const folder = mkdtempSync(join(tmpdir(), 'kubeflow-lab-admission-'));
  makeCertificate(folder, 'first');
  const app = admissionApp(new MemoryClient(), quiet);
  const server = await listenWithTls(app, { folder, port: 0 }, quiet);
  try {
    const { port } = server.address() as AddressInfo;
    expect(await subjectAt(port)).toBe('first');
    // The API server keeps idle connections for 90 seconds.
    expect(server.keepAliveTimeout).toBeGreaterThan(90_000);
    makeCertificate(folder, 'second');
    const renewed = new Promise<void>(resolve => {
      const take = server.setSecureContext.bind(server);
      server.setSecureContext = options => {
        take(options);
        resolve();
      };
    });
    jest.advanceTimersByTime(60_000);
    await renewed;
    expect(await subjectAt(port)).toBe('second');
  } finally {
    jest.useRealTimers();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
});

function makeCertificate(folder: string, name: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];
  const files = ['-keyout', join(folder, 'tls.key'), '-out', join(folder, 'tls.crt')];
  execFileSync('openssl', ['req', '-x509', ...key, ...files, '-subj', `/CN=${name}`], {
    stdio: 'ignore'
  });
}

/** The name in the certificate of whoever answers. */
function subjectAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { port, agent: false, rejectUnauthorized: false } as const;
    get(options, answer => {
      resolve(String((answer.socket as TLSSocket).getPeerCertificate().subject.CN));
      answer.resume();
    }).on('error', reject);
  });
}
