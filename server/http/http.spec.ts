import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
let ada: string;

beforeAll(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterAll(() => harness.server.stop());

const notebooks = '/api/namespaces/ada/notebooks';
const stop = `${notebooks}/first/actions/stop`;

describe('cross-site requests', () => {
  beforeAll(() => {
    harness.client.put('notebooks', { metadata: { namespace: 'ada', name: 'first' } });
  });

  const table: [string, Record<string, string>, number][] = [
    ['without the header', {}, 403],
    ['with it', { 'X-Kubeflow-Lab': '1' }, 200],
    ['from its own origin', { 'X-Kubeflow-Lab': '1', Origin: 'http://localhost:8081' }, 200],
    ['from another origin', { 'X-Kubeflow-Lab': '1', Origin: 'http://evil.example' }, 403],
    [
      "from a notebook's origin",
      { 'X-Kubeflow-Lab': '1', Origin: 'http://nb-1.localhost:8081' },
      403
    ],
    ['from a sandboxed frame', { 'X-Kubeflow-Lab': '1', Origin: 'null' }, 403],
    ['from the same origin', { 'X-Kubeflow-Lab': '1', 'Sec-Fetch-Site': 'same-origin' }, 200],
    ['from another site', { 'X-Kubeflow-Lab': '1', 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['from a neighbouring host', { 'X-Kubeflow-Lab': '1', 'Sec-Fetch-Site': 'same-site' }, 403]
  ];
  it.each(table)('%s', async (_, headers, status) => {
    await request(harness.server.app)
      .post(stop)
      .set({ Cookie: ada, ...headers })
      .expect(status);
  });

  it('covers signing in, so that nobody is signed in as somebody else', async () => {
    await request(harness.server.app)
      .post('/api/session')
      .send({ username: 'bob', password: 'bob-secret' })
      .expect(403);
  });
});

describe('problems', () => {
  const send = (method: 'get' | 'post', path: string) =>
    request(harness.server.app)[method](path).set({ Cookie: ada, 'X-Kubeflow-Lab': '1' });

  it('say where nothing is', async () => {
    const answer = await send('get', '/api/nothing').expect(404);
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(JSON.parse(answer.text)).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing at this address.'
    });
  });

  it('say which object is missing', async () => {
    const answer = await send('get', `${notebooks}/gone`).expect(404);
    expect(JSON.parse(answer.text)).toMatchObject({
      detail: 'There is no notebook server "gone" in project "ada".',
      object: { kind: 'notebooks', namespace: 'ada', name: 'gone' },
      instance: `${notebooks}/gone`
    });
  });

  it.each([
    [{ name: 'x' }, '', 'The request lacks the field "image".'],
    [[], '', 'The request must be of type object.'],
    [
      { name: 1, image: '', cpu: '', memory: '', workspace: { mode: 'none' } },
      'name',
      '"name" must be of type string.'
    ]
  ])('say which field of %j is wrong', async (body, path, message) => {
    const answer = await send('post', notebooks).send(body).expect(400);
    expect(JSON.parse(answer.text)).toMatchObject({ detail: message, errors: [{ path, message }] });
  });

  it('say that a body is no JSON', async () => {
    const answer = await send('post', notebooks).type('json').send('{"a"').expect(400);
    expect(JSON.parse(answer.text)).toMatchObject({ detail: 'The request is not valid JSON.' });
  });

  it('say that a body is too large', async () => {
    const answer = await send('post', notebooks)
      .type('json')
      .send(`"${'x'.repeat(5e6)}"`);
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({
      detail: expect.stringContaining('1 MB') as string
    });
  });

  it('hide what we did not foresee, and log it', async () => {
    harness.client.world.failures.set('notebooks', new Error('password=hunter2'));
    const body = {
      name: 'odd',
      image: 'x',
      cpu: '1',
      memory: '1Gi',
      workspace: { mode: 'none' }
    };
    const answer = await send('post', notebooks).send(body).expect(500);
    harness.client.world.failures.clear();
    expect(answer.text).not.toContain('hunter2');
    expect(harness.log.join()).toContain('hunter2');
  });

  it('take names that cannot be for missing', async () => {
    await send('get', '/api/namespaces/ada/notebooks/..%2f..%2fsecrets').expect(404);
    await send('get', '/api/namespaces/A_B/notebooks').expect(404);
  });
});

describe('while the API server is away', () => {
  afterEach(() => {
    harness.client.world.away = false;
  });

  it('lists from the cache, refuses writes for a while, and stays ready', async () => {
    const list = () => request(harness.server.app).get(notebooks).set('Cookie', ada);
    const before = await list().expect(200);
    harness.client.world.away = true;
    await new Promise(resolve => setTimeout(resolve, 5_100));
    const during = await list().expect(200);
    expect(during.text).toBe(before.text);
    await request(harness.server.app).get(`${notebooks}/first`).set('Cookie', ada).expect(200);
    const write = await request(harness.server.app)
      .post(stop)
      .set({ Cookie: ada, 'X-Kubeflow-Lab': '1' })
      .expect(503);
    expect(write.headers['retry-after']).toBe('5');
    expect(JSON.parse(write.text)).toMatchObject({
      detail: 'The Kubernetes API does not answer at the moment; try again in a few seconds.'
    });
    await request(harness.server.app).get('/readyz').expect(200);
  }, 15_000);

  it('shows nothing to somebody who was not allowed to see it before', async () => {
    const bob = await harness.signIn('bob');
    harness.client.world.away = true;
    await request(harness.server.app).get(notebooks).set('Cookie', bob).expect(503);
    await request(harness.server.app).get(`${notebooks}/first`).set('Cookie', bob).expect(503);
  });
});

describe('pages', () => {
  it.each(['/', '/signin', '/servers', '/projects/ada/notebooks/first'])(
    '%s is the spawner',
    async path => {
      const answer = await request(harness.server.app).get(path).expect(200);
      expect(answer.text).toContain('spawner');
      const policy = answer.headers['content-security-policy'];
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
  );

  it('are framed by the dashboards that the installation names, and by no others', async () => {
    const dashboards = ['https://kubeflow.example.org', 'http://localhost:9'];
    const framed = await startServer(undefined, { dashboards });
    const { headers } = await request(framed.server.app).get('/projects/ada').expect(200);
    const directives = headers['content-security-policy'].split(';');
    expect(directives).toContain(`frame-ancestors ${dashboards.join(' ')}`);
    expect(headers['x-frame-options']).toBeUndefined();
    const cookie = await framed.signIn('ada');
    const settings = await request(framed.server.app).get('/api/settings').set('Cookie', cookie);
    expect(settings.body.dashboards).toEqual(dashboards);
    await framed.server.stop();
  });

  it('say what is wrong to whom a link led there, in their language', async () => {
    const opened = { 'Sec-Fetch-Mode': 'navigate', 'Accept-Language': 'de', Cookie: ada };
    const missing = await request(harness.server.app).get('/nowhere').set(opened).expect(404);
    expect(missing.text).toContain('<p>Unter dieser Adresse gibt es nichts.</p>');
    expect(missing.headers['content-security-policy']).toContain("script-src 'self'");
    const asked = await request(harness.server.app).get('/nowhere').set('Cookie', ada);
    expect(asked.headers['content-type']).toContain('application/problem+json');
    const api = await request(harness.server.app).get('/api/nowhere').set(opened).expect(404);
    expect(api.headers['content-type']).toContain('application/problem+json');
  });

  it('has nothing for the gateway to show of its insides', async () => {
    await request(harness.server.app).get('/metrics').expect(200);
    const asked = request(harness.server.app).get('/metrics');
    await asked.set('X-Forwarded-Host', 'localhost:8081').expect(404);
  });
});

it('logs requests without secrets', async () => {
  await request(harness.server.app)
    .get('/connect/ada/first?path=lab&secret=in-the-query')
    .set({ Cookie: ada, Authorization: 'Bearer in-the-header' });
  const log = harness.log.join();
  expect(log).toContain('"path":"/connect/ada/first"');
  for (const secret of ['in-the-query', 'in-the-header', ada.split('=')[1], 'ada-secret']) {
    expect(log).not.toContain(secret);
  }
});
