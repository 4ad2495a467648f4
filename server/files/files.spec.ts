import request from 'supertest';

import { startFakeS3 } from '../testing/fake-s3.js';
import type { FakeS3 } from '../testing/fake-s3.js';
import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let s3: FakeS3;
let harness: Harness;
let cookie: string;

const base64 = (text: string) => Buffer.from(text).toString('base64');
const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');

function giveKeys(namespace: string, change: Record<string, string> = {}): void {
  const values = {
    AWS_ENDPOINT_URL: s3.endpoint,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: `key-of-${namespace}`,
    AWS_SECRET_ACCESS_KEY: 'secret',
    KUBEFLOW_LAB_BUCKET: namespace,
    ...change
  };
  const data = Object.fromEntries(Object.entries(values).map(([key, v]) => [key, base64(v)]));
  harness.client.put('secrets', {
    metadata: { namespace, name: 'kubeflow-lab-s3' },
    data
  } as object);
}

beforeEach(async () => {
  s3 = await startFakeS3({ 'key-of-ada': 'ada', 'key-of-bob': 'bob' });
  harness = await startServer();
  harness.config.bucketEndpoints.push(s3.endpoint);
  giveKeys('ada');
  giveKeys('bob');
  cookie = await harness.signIn('ada');
});

afterEach(async () => {
  await harness.server.stop();
  await s3.stop();
});

const send = (method: 'get' | 'put' | 'delete', path: string, project = 'ada') =>
  request(harness.server.app)
    [method](`/api/namespaces/${project}/files${path}`)
    .set('Cookie', cookie)
    .set('X-Kubeflow-Lab', '1')
    .buffer(true);

it('shows folders and files of a folder, page by page', async () => {
  for (const key of ['data/a.csv', 'data/b.csv', 'data/old/c.csv', 'notes.txt', 'data/']) {
    s3.files.set(`ada/${key}`, Buffer.from('12345'));
  }
  s3.files.set('bob/secret.txt', Buffer.from('x'));
  const root = await send('get', '').expect(200);
  expect(root.body).toEqual({
    bucket: 'ada',
    prefix: '',
    folders: [{ name: 'data', path: 'data/' }],
    files: [
      { name: 'notes.txt', path: 'notes.txt', size: 5, modified: '2026-01-01T00:00:00.000Z' }
    ],
    next: null
  });
  const first = await send('get', '?prefix=data/&limit=2').expect(200);
  expect(first.body.files.map((file: { name: string }) => file.name)).toEqual(['a.csv']);
  const { next } = first.body;
  const second = await send('get', `?prefix=data/&after=${encodeURIComponent(next)}`).expect(200);
  expect(second.body).toMatchObject({
    folders: [{ name: 'old', path: 'data/old/' }],
    files: [{ name: 'b.csv' }],
    next: null
  });
});

it('stores an upload byte for byte, whatever it is called, and gives it back to be saved', async () => {
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256));
  const path = `/data/${encodeURIComponent('ü ñ"<b>.bin')}`;
  const stored = await send('put', path)
    .set('Content-Type', 'image/png')
    .send(bytes as never)
    .expect(201);
  expect(stored.body).toMatchObject({ name: 'ü ñ"<b>.bin', path: 'data/ü ñ"<b>.bin', size: 1000 });
  const read = await send('get', path).expect(200);
  expect(read.body).toEqual(bytes);
  expect(read.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': '1000',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store'
  });
  expect(read.headers['content-disposition']).toMatch(/^attachment; filename=/);
});

it('passes JSON on as it was written', async () => {
  const text = '{"a": 1.0, "a": 12345678901234567890}';
  await send('put', '/a.json').set('Content-Type', 'application/json').send(text).expect(201);
  expect(String(s3.files.get('ada/a.json'))).toBe(text);
});

it('stores an empty file', async () => {
  await send('put', '/empty').set('Content-Length', '0').expect(201);
  expect(s3.files.get('ada/empty')).toEqual(Buffer.alloc(0));
  const preview = await send('get', '/empty?preview=true').expect(200);
  expect(preview.text).toBe('');
});

it('replaces a file, unless it is told not to', async () => {
  s3.files.set('ada/a', Buffer.from('old'));
  const kept = await send('put', '/a').set('If-None-Match', '*').send('new').expect(412);
  expect(kept.body.detail).toBe('A file of this name exists already in project "ada".');
  expect(String(s3.files.get('ada/a'))).toBe('old');
  await send('put', '/a').set('Content-Type', 'text/plain').send('new').expect(201);
  expect(String(s3.files.get('ada/a'))).toBe('new');
});

it('refuses what is too large before it is sent on', async () => {
  const answer = await send('put', '/large').send(
    Buffer.alloc(harness.config.uploadLimit + 1) as never
  );
  expect(answer.status).toBe(413);
  expect(answer.body.detail).toContain('1Mi can be uploaded at most');
  expect(s3.calls).toEqual([]);
});

it('shows the beginning of a text, and images as what they are', async () => {
  s3.files.set('ada/long.log', Buffer.alloc(300 * 1024, 'x'));
  s3.files.set('ada/page.html', Buffer.from('<script>alert(1)</script>'));
  s3.files.set('ada/plot.txt', PNG);
  s3.files.set('ada/model.joblib', Buffer.from([0, 1, 2]));
  const long = await send('get', '/long.log?preview=true').expect(200);
  expect(long.text).toHaveLength(256 * 1024);
  const page = await send('get', '/page.html?preview=true').expect(200);
  expect(page.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(page.headers['content-security-policy']).toBe("sandbox; default-src 'none'");
  const plot = await send('get', '/plot.txt?preview=true').expect(200);
  expect(plot.headers['content-type']).toBe('image/png');
  expect(plot.body).toEqual(PNG);
  const model = await send('get', '/model.joblib?preview=true').expect(415);
  expect(model.body.detail).toContain('no preview of this file');
});

it('deletes a file, or a folder with all that is in it', async () => {
  for (const key of ['runs/1/a', 'runs/1/b/c', 'runs/10', 'runs/1']) {
    s3.files.set(`ada/${key}`, Buffer.from('x'));
  }
  await send('delete', '/runs/1?folder=true').expect(204);
  expect([...s3.files.keys()]).toEqual(['ada/runs/10', 'ada/runs/1']);
  await send('delete', '/runs/1').expect(204);
  expect([...s3.files.keys()]).toEqual(['ada/runs/10']);
  const again = await send('delete', '/runs/1').expect(404);
  expect(again.body.detail).toBe('There is no such file in project "ada".');
});

it.each([
  ['/..%2f..%2fbob/secret.txt', 400],
  ['/a/%2e%2e/%2e%2e/bob/secret.txt', 400],
  ['/a//b', 400],
  ['/a%5c..%5cb', 400],
  ['/a%00.png', 400],
  ['/%ff', 400]
])('a path such as %s reaches no bucket', async (path, status) => {
  s3.files.set('bob/secret.txt', Buffer.from('x'));
  // Sent as it is: the test's client would tidy it up.
  for (const method of ['get', 'put', 'delete'] as const) {
    const answer = await send(method, path);
    expect([status, 404]).toContain(answer.status);
  }
  expect(s3.calls).toEqual([]);
});

it("another's project stays closed", async () => {
  s3.files.set('bob/secret.txt', Buffer.from('x'));
  for (const path of ['', '/secret.txt', '/secret.txt?preview=true']) {
    const answer = await send('get', path, 'bob').expect(403);
    expect(answer.body.detail).toBe(
      'You may not see the files of project "bob"; ask its owner for access.'
    );
  }
  await send('put', '/secret.txt', 'bob').send('y').expect(403);
  await send('delete', '/secret.txt', 'bob').expect(403);
  expect(s3.calls).toEqual([]);
});

it('where there is no bucket service, it says so', async () => {
  harness.client.world.objects.get('secrets')?.delete('ada/kubeflow-lab-s3');
  const answer = await send('get', '').expect(503);
  expect(answer.body).toMatchObject({ type: 'urn:kubeflow-lab:not-installed' });
  expect(answer.headers['retry-after']).toBe('10');
});

it('is led to no other address by a Secret that was changed', async () => {
  giveKeys('ada', { AWS_ENDPOINT_URL: s3.endpoint.replace('127.0.0.1', 'localhost') });
  const answer = await send('get', '').expect(422);
  expect(answer.body.detail).toContain(
    'names a bucket service that this installation does not use'
  );
  expect(s3.calls).toEqual([]);
});

it.each([
  ['do not open the bucket', { AWS_ACCESS_KEY_ID: 'old' }],
  ["open another project's bucket", { AWS_ACCESS_KEY_ID: 'key-of-bob' }]
])('says that keys that %s are of no use', async (_what, change) => {
  giveKeys('ada', change);
  const answer = await send('get', '').expect(503);
  expect(answer.body.detail).toContain("does not open with the project's keys");
});

it('says that the bucket service does not answer', async () => {
  await s3.stop();
  const answer = await send('get', '/a').expect(503);
  expect(answer.body).toMatchObject({ type: 'urn:kubeflow-lab:bucket-unreachable' });
});

it('changes nothing for another site', async () => {
  await request(harness.server.app)
    .put('/api/namespaces/ada/files/a')
    .set('Cookie', cookie)
    .set('Origin', 'http://evil.example')
    .send('x')
    .expect(403);
  expect(s3.calls).toEqual([]);
});
