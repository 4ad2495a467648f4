import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Pod } from '@kubeflow-lab/resources';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { isInside } from './files.js';
import { READER } from './script.js';

const one = '/api/namespaces/ada/persistentvolumeclaims/data/actions';

let harness: Harness;
let ada: string;
let volume: string;
/** The pods that were made, as they were sent. */
let made: Pod[];

/** Stands for the node: runs what a reader is told to, over a folder in place of the volume. */
function runReaders(): void {
  const { world } = harness.client;
  world.listeners.add((plural, { type, object }) => {
    const pod = object as Pod;
    if (plural !== 'pods' || type !== 'ADDED') {
      return;
    }
    made.push(pod);
    const [program, ...args] = (pod.spec?.containers?.[0] as { command: string[] }).command;
    const local = args.map(arg => arg.replace('"/volume"', JSON.stringify(volume)));
    const lines = execFileSync(program, local, { encoding: 'utf8' }).trimEnd().split('\n');
    const { name = '' } = pod.metadata ?? {};
    world.logs.set(
      `ada/${name}`,
      lines.map(line => `2026-01-01T00:00:00Z ${line}`)
    );
    const state = { terminated: { exitCode: 0 } };
    harness.client.put('pods', {
      ...pod,
      status: { phase: 'Succeeded', containerStatuses: [{ name: 'reader', state }] }
    } as object);
  });
}

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
  made = [];
  volume = mkdtempSync(join(tmpdir(), 'kubeflow-lab-volume-'));
  mkdirSync(join(volume, 'notes'));
  writeFileSync(join(volume, 'notes', 'a b.txt'), 'é'.repeat(20_000));
  writeFileSync(join(volume, 'page.html'), '<script>alert(1)</script>');
  symlinkSync('/etc/passwd', join(volume, 'passwd'));
  symlinkSync('/etc', join(volume, 'etc'));
  harness.client.put('persistentvolumeclaims', {
    metadata: { namespace: 'ada', name: 'data', uid: 'claim-uid' },
    status: { phase: 'Bound' }
  } as object);
  runReaders();
});
afterEach(() => harness.server.stop());

const send = (action: string, body?: object, cookie = ada) =>
  request(harness.server.app)
    .post(`${one}/${action}`)
    .set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' })
    .send(body);

it('lists all that lies on the volume, and enters no symbolic link', async () => {
  const { body } = await send('list-files').expect(200);
  expect(body.items.map(({ path, kind }: Record<string, string>) => [path, kind])).toEqual([
    ['etc', 'other'],
    ['notes', 'folder'],
    ['page.html', 'file'],
    ['passwd', 'other'],
    ['notes/a b.txt', 'file']
  ]);
  expect(body).toMatchObject({ more: false, used: expect.any(Number) });
  expect(harness.client.world.table('pods').size).toBe(0);
});

it('answers a file byte for byte, as one that cannot act in our origin', async () => {
  const answer = await send('read-file', { path: 'notes/a b.txt' }).buffer().expect(200);
  const digest = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
  expect(digest(answer.body as Buffer)).toBe(digest('é'.repeat(20_000)));
  const page = await send('read-file', { path: 'page.html' }).expect(200);
  expect(page.headers).toMatchObject({
    'content-disposition': 'attachment; filename=page.html',
    'content-type': 'application/octet-stream',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff'
  });
});

it.each([
  ['passwd', 409],
  ['etc/passwd', 409],
  ['notes', 409],
  ['gone', 404]
])('does not read %j', async (path, status) => {
  await send('read-file', { path }).expect(status);
  expect(harness.client.world.table('pods').size).toBe(0);
});

it.each(['', '/etc/passwd', '../x', 'a//b', 'a/./b', 'a/..', 'a\0b'])(
  'takes %j for no path, and asks nobody',
  async path => {
    expect(isInside(path)).toBe(false);
    await send('read-file', { path }).expect(422);
    expect(made).toEqual([]);
  }
);

it('reads by a pod of the caller that can do nothing else and ends', async () => {
  await send('list-files').expect(200);
  const [{ metadata, spec }] = made;
  expect(harness.client.world.calls).toContain(`ada create pods ada/${metadata?.name}`);
  expect(metadata?.ownerReferences).toMatchObject([
    { kind: 'PersistentVolumeClaim', name: 'data' }
  ]);
  expect(spec).toMatchObject({
    activeDeadlineSeconds: 600,
    automountServiceAccountToken: false,
    restartPolicy: 'Never',
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' }
    },
    containers: [
      {
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [{ mountPath: '/volume', readOnly: true }]
      }
    ],
    volumes: [{ persistentVolumeClaim: { claimName: 'data', readOnly: true } }]
  });
});

it('takes away what an earlier server left', async () => {
  harness.client.put('pods', {
    metadata: {
      namespace: 'ada',
      name: 'left',
      labels: { 'lab.kubeflow.org/volume-reader': 'true' }
    },
    spec: { containers: [{ command: ['true'] }] },
    status: { phase: 'Failed' }
  } as object);
  await new Promise(resolve => setTimeout(resolve, 20));
  await send('list-files').expect(200);
  expect(harness.client.world.table('pods').size).toBe(0);
});

it('says so where it was not read to its end', async () => {
  expect(READER).toContain('import base64');
  volume = join(volume, 'gone');
  mkdirSync(volume);
  harness.client.world.logs.set = () => harness.client.world.logs;
  await send('list-files').expect(502);
});

it('is not for others, nor before it is there', async () => {
  await send('list-files', undefined, await harness.signIn('bob')).expect(403);
  harness.client.put('persistentvolumeclaims', {
    metadata: { namespace: 'ada', name: 'data' },
    status: { phase: 'Pending' }
  } as object);
  const answer = await send('list-files').expect(409);
  expect(JSON.parse(answer.text).detail).toMatch(/is not there yet/);
});
