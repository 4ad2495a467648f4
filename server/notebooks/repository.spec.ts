import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { decodeJwt } from 'jose';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

const GIT = 'https://git.example.org/team/course.git';

/** A pod's server, whose answers the test writes. */
let pod: Server;
let answer: { status: number; body: string };
let asked: { path?: string; headers: IncomingHttpHeaders; body: string }[];

let harness: Harness;
let ada: string;

beforeEach(async () => {
  asked = [];
  pod = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', part => (body += String(part)));
    incoming.on('end', () => {
      asked.push({ path: incoming.url, headers: incoming.headers, body });
      outgoing.writeHead(answer.status, { Location: 'http://localhost:1/' }).end(answer.body);
    });
  });
  await new Promise<void>(resolve => pod.listen(0, '127.0.0.1', resolve));
  harness = await startServer(() => {}, { gitHosts: ['git.example.org'] });
  ada = await harness.signIn('ada');
});

afterEach(async () => {
  await harness.server.stop();
  pod.close();
});

function put(ready: 'True' | 'False' = 'True'): Promise<void> {
  const { port } = pod.address() as AddressInfo;
  const containers = [{ name: 'lab', image: 'jupyter:1', ports: [{ containerPort: port }] }];
  harness.client.put('notebooks', {
    metadata: { namespace: 'ada', name: 'lab' },
    spec: { template: { spec: { containers } } }
  } as object);
  harness.client.put('pods', {
    metadata: { namespace: 'ada', name: 'lab-0', labels: { 'notebook-name': 'lab' } },
    status: { podIP: '127.0.0.1', conditions: [{ type: 'Ready', status: ready }] }
  } as object);
  return new Promise(resolve => setTimeout(resolve, 20));
}

const open = (body: object, headers: Record<string, string> = {}) =>
  request(harness.server.app)
    .post('/api/namespaces/ada/notebooks/lab/actions/open')
    .set({ Cookie: ada, 'X-Kubeflow-Lab': '1', ...headers })
    .send(body);

const detailOf = ({ text }: { text: string }) => JSON.parse(text).detail as string;

describe('opening a repository', () => {
  it('asks the pod with a token that is good for that alone, and tells how far it is', async () => {
    await put();
    const form = { git: GIT, branch: 'main', path: 'a.ipynb' };
    answer = { status: 200, body: '{"done": false, "message": "Cloning", "path": "", "x": 1}' };
    const { body } = await open(form).expect(200);
    expect(body).toEqual({ done: false, message: 'Cloning', path: '' });
    const [{ path, headers, body: sent }] = asked;
    expect(path).toBe('/notebook/ada/lab/kubeflow-lab/repository');
    expect(JSON.parse(sent)).toEqual(form);
    const claims = decodeJwt(String(headers['x-kubeflow-lab-identity']));
    expect(claims).toMatchObject({ aud: 'repository:ada/lab', sub: 'ada' });
    expect(headers.cookie).not.toContain('kubeflow-lab-session');
  });

  it('passes on why it was not fetched', async () => {
    await put();
    answer = { status: 422, body: '{"detail": "There is no repository."}' };
    expect(detailOf(await open({ git: GIT }).expect(422))).toBe('There is no repository.');
  });

  it.each([
    [404, '<html>'],
    [302, ''],
    [200, '[]'],
    [200, 'null'],
    [403, '{"detail": "no"}'],
    [422, '{"detail": {}}']
  ])('says that an image which answers %p with %p cannot', async (status, body) => {
    await put();
    answer = { status, body };
    expect(detailOf(await open({ git: GIT }).expect(409))).toContain('cannot fetch repositories');
  });

  it('believes no endless answer', async () => {
    await put();
    answer = { status: 200, body: `{"done": true, "path": "${'x'.repeat(100_000)}"}` };
    expect(detailOf(await open({ git: GIT }).expect(502))).toContain('did not answer');
  });

  it('asks nobody before the server is ready', async () => {
    await put('False');
    expect(detailOf(await open({ git: GIT }).expect(409))).toContain('is not ready yet');
    expect(asked).toEqual([]);
  });

  it.each([
    { git: 'https://other.example.org/a' },
    { git: 'file:///etc' },
    { git: GIT, branch: '--upload-pack=x' },
    { git: GIT, path: '../x' }
  ])('refuses %p', async form => {
    await put();
    await open(form).expect(422);
    expect(asked).toEqual([]);
  });

  it('is not done for another site, by a link, or for who may not open the server', async () => {
    await put();
    await open({ git: GIT }, { Origin: 'https://evil.example' }).expect(403);
    const plain = request(harness.server.app);
    const path = '/api/namespaces/ada/notebooks/lab/actions/open';
    await plain.post(path).set({ Cookie: ada }).send({ git: GIT }).expect(403);
    await plain.get(path).query({ git: GIT }).set({ Cookie: ada }).expect(404);
    const bob = await harness.signIn('bob');
    const refused = await open({ git: GIT }, { Cookie: bob }).expect(403);
    expect(detailOf(refused)).toContain('You may not open the notebook server "lab"');
    expect(asked).toEqual([]);
  });
});
