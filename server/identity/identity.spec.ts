import { jest } from '@jest/globals';
import { UnreachableError } from '@kubeflow-lab/kube';
import request from 'supertest';

import { directCompiler } from '../compile/compiler.js';
import { createServer } from '../server.js';
import { hashOf, identityPem, startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { Access } from './access.js';
import { parseHash, verifyPassword } from './accounts.js';
import { groupsOf, impersonated, isPersonName } from './identity.js';
import { SESSION_SECONDS } from './sessions.js';
import { TokenReviews } from './token-review.js';
import { MemoryClient } from '../testing/memory-client.js';
import { pino } from 'pino';

let harness: Harness;

beforeEach(async () => {
  harness = await startServer();
});
afterEach(() => harness.server.stop());

const signIn = (username: string, password: string) =>
  request(harness.server.app)
    .post('/api/session')
    .set('X-Kubeflow-Lab', '1')
    .send({ username, password });
const whoAmI = (cookie: string, app = harness.server.app) =>
  request(app).get('/api/session').set('Cookie', cookie);

describe('local accounts', () => {
  it('open with the right password', async () => {
    const answer = await signIn('ada', 'ada-secret').expect(200);
    expect(answer.body).toEqual({ user: 'ada' });
    expect(answer.headers['set-cookie'][0]).toMatch(
      /^kubeflow-lab-session=\S+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/
    );
  });

  it.each([
    ['ada', 'bob-secret'],
    ['nobody', 'ada-secret'],
    ['__proto__', 'x'],
    ['system:admin', 'x']
  ])('do not open for %j with %j, and say no more', async (username, password) => {
    const answer = await signIn(username, password).expect(401);
    expect(JSON.parse(answer.text)).toMatchObject({
      detail: 'The user name or the password is wrong.'
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('never make a member of the system, even where the Secret says so', async () => {
    harness.client.put('secrets', {
      metadata: { namespace: 'kubeflow-lab', name: 'kubeflow-lab-accounts' },
      data: { 'system:admin': Buffer.from(hashOf('x')).toString('base64') }
    } as object);
    await signIn('system:admin', 'x').expect(401);
  });

  it('let nobody guess for long', async () => {
    const answers = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      answers.push((await signIn('ada', `guess ${attempt}`)).status);
    }
    expect(answers.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(answers[11]).toBe(429);
    await signIn('bob', 'bob-secret').expect(200);
  });
});

describe('password hashes', () => {
  it('are checked', async () => {
    const hash = parseHash(hashOf('right'));
    expect(await verifyPassword('right', hash)).toBe(true);
    expect(await verifyPassword('wrong', hash)).toBe(false);
    expect(await verifyPassword('', null)).toBe(false);
  });

  it.each([
    '',
    'plain',
    'scrypt$16384$8$1$c2FsdA==$c2hvcnQ=',
    `scrypt$1073741824$8$1$c2FsdA==$${Buffer.alloc(32).toString('base64')}`
  ])('%j is none', text => {
    expect(parseHash(text)).toBeNull();
  });
});

describe('sessions', () => {
  it('tell who one is and which projects one has', async () => {
    const answer = await whoAmI(await harness.signIn('ada')).expect(200);
    expect(answer.body).toEqual({ user: 'ada', projects: [{ namespace: 'ada', role: 'owner' }] });
  });

  it.each([
    ['editor', ['list', 'update']],
    ['viewer', ['list']]
  ])('tell the role %s', async (role, verbs) => {
    harness.client.world.allow = question =>
      question.resource === 'notebooks' && verbs.includes(question.verb);
    const answer = await whoAmI(await harness.signIn('ada')).expect(200);
    expect(answer.body.projects).toEqual([
      { namespace: 'ada', role },
      { namespace: 'bob', role }
    ]);
  });

  it('are needed', async () => {
    const answer = await request(harness.server.app).get('/api/session').expect(401);
    expect(JSON.parse(answer.text)).toMatchObject({
      detail: expect.stringContaining('Sign in') as string
    });
  });

  it('end with their time and when signed out, however often they were used before', async () => {
    const [left, over] = [await harness.signIn('ada'), await harness.signIn('ada')];
    for (const cookie of [left, over, left, over]) {
      await whoAmI(cookie).expect(200);
    }
    await request(harness.server.app)
      .delete('/api/session')
      .set({ Cookie: left, 'X-Kubeflow-Lab': '1' });
    await whoAmI(left).expect(401);
    await whoAmI(over).expect(200);
    const later = Date.now() + SESSION_SECONDS * 1000 + 1;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
    try {
      await whoAmI(over).expect(401);
    } finally {
      clock.mockRestore();
    }
  });

  it('cannot be changed', async () => {
    const genuine = await harness.signIn('ada');
    await whoAmI(genuine).expect(200);
    const [name, token] = genuine.split('=');
    const [header, , signature] = token.split('.');
    const claims = { sub: 'bob', jti: 'x', iss: 'kubeflow-lab', aud: 'session', exp: 9e9 };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    await whoAmI(`${name}=${header}.${payload}.${signature}`).expect(401);
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    await whoAmI(`${name}=${none}.${payload}.`).expect(401);
  });

  it('outlive the server, and so does signing out', async () => {
    const { client, config } = harness;
    const keys = { session: Buffer.alloc(32, 7), identityPem };
    const start = async () => {
      const server = await createServer({
        config,
        client,
        keys,
        compiler: directCompiler,
        logger: pino({ level: 'silent' })
      });
      await server.start();
      return server;
    };
    const first = await start();
    const answer = await request(first.app)
      .post('/api/session')
      .set('X-Kubeflow-Lab', '1')
      .send({ username: 'ada', password: 'ada-secret' });
    const cookie = answer.headers['set-cookie'][0].split(';')[0];
    await first.stop();
    const second = await start();
    await whoAmI(cookie, second.app).expect(200);
    const out = await request(second.app)
      .delete('/api/session')
      .set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' })
      .expect(204);
    expect(out.headers['set-cookie'][0]).toMatch(/^kubeflow-lab-session=; Max-Age=0/);
    await whoAmI(cookie, second.app).expect(401);
    await second.stop();
    const third = await start();
    await whoAmI(cookie, third.app).expect(401);
    await third.stop();
  });
});

describe('tokens', () => {
  const review = (status: object) => {
    harness.client.create = async (kind, object) => {
      expect(kind.kind).toBe('TokenReview');
      return { ...object, status };
    };
  };
  const ask = () =>
    request(harness.server.app).get('/api/session').set('Authorization', 'Bearer a.b.c');
  const user = {
    username: 'system:serviceaccount:ada:default-editor',
    groups: ['system:serviceaccounts']
  };

  it('are refused within seconds once they are taken back, and asked about once where many ask', async () => {
    let [now, asked, good] = [0, 0, true];
    harness.client.create = async (_kind, object) => {
      asked += 1;
      const status = good
        ? { authenticated: true, user, audiences: ['kubeflow-lab'] }
        : { authenticated: false };
      return { ...object, status };
    };
    const tokens = new TokenReviews(harness.client, () => now);
    const all = await Promise.all([1, 2, 3].map(() => tokens.identify('a.b.c')));
    expect(all.map(found => found?.user)).toEqual(Array(3).fill(user.username));
    good = false;
    now = 4_999;
    expect(await tokens.identify('a.b.c')).not.toBeNull();
    expect(asked).toBe(1);
    now = 5_000;
    expect(await tokens.identify('a.b.c')).toBeNull();
  });

  it('hold for minutes while the API server is away, as it said last', async () => {
    let [now, away] = [0, false];
    harness.client.create = async (_kind, object) => {
      if (away) {
        throw new UnreachableError('connection refused');
      }
      return { ...object, status: { authenticated: true, user, audiences: ['kubeflow-lab'] } };
    };
    const tokens = new TokenReviews(harness.client, () => now);
    await tokens.identify('a.b.c');
    away = true;
    now = 299_999;
    expect((await tokens.identify('a.b.c'))?.user).toBe(user.username);
    await expect(tokens.identify('another')).rejects.toThrow();
    now = 300_000;
    await expect(tokens.identify('a.b.c')).rejects.toThrow();
  });

  it('are asked about once for requests that follow each other, for our audience', async () => {
    let asked = 0;
    harness.client.create = async (_kind, object) => {
      asked += 1;
      expect(object).toMatchObject({ spec: { token: 'a.b.c', audiences: ['kubeflow-lab'] } });
      return { ...object, status: { authenticated: true, user, audiences: ['kubeflow-lab'] } };
    };
    expect((await ask().expect(200)).body.user).toBe(user.username);
    await ask().expect(200);
    expect(asked).toBe(1);
  });

  it.each([
    ['not authenticated', { authenticated: false }],
    ['for another audience', { authenticated: true, user, audiences: ['other'] }],
    ['of an unknown audience', { authenticated: true, user }],
    [
      'of the system',
      { authenticated: true, user: { username: 'system:admin' }, audiences: ['kubeflow-lab'] }
    ]
  ])('are refused when %s', async (_, status) => {
    review(status);
    await ask().expect(401);
  });
});

describe('Access', () => {
  const who = { user: 'ada' };
  const deed = { verb: 'list', resource: 'notebooks', namespace: 'ada' };

  it('asks again after five seconds, or when rights change, and once for many', async () => {
    let now = 0;
    const client = new MemoryClient();
    const access = new Access(client, () => now);
    await Promise.all([1, 2, 3].map(() => access.allowed(who, deed)));
    now = 4_999;
    await access.allowed(who, deed);
    expect(client.world.calls).toHaveLength(1);
    now = 5_000;
    await access.allowed(who, deed);
    expect(client.world.calls).toHaveLength(2);
    access.forget();
    client.world.allow = () => false;
    expect(await access.allowed(who, deed)).toBe(false);
  });

  it.each([
    ['its namespace', 'ada', deed, true],
    ['another namespace', 'bob', deed, false],
    ['all', undefined, deed, true],
    ['a namespace, of the whole cluster', 'ada', { verb: 'list', resource: 'nodes' }, false],
    ['all, of the whole cluster', undefined, { verb: 'list', resource: 'nodes' }, true]
  ])('forgets an answer when rights change in %s', async (_, namespace, about, isForgotten) => {
    const client = new MemoryClient();
    const access = new Access(client, () => 0);
    await access.allowed(who, about);
    access.forget(namespace);
    client.world.away = true;
    const again = access.allowed(who, about);
    await (isForgotten ? expect(again).rejects.toThrow('refused') : again);
  });

  it('keeps the last answer while the API server is away, but makes none up', async () => {
    let now = 0;
    const client = new MemoryClient();
    const access = new Access(client, () => now);
    await access.allowed(who, deed);
    client.world.away = true;
    now = 60_000;
    expect(await access.allowed(who, deed)).toBe(true);
    await expect(access.allowed({ user: 'bob' }, deed)).rejects.toThrow('refused');
    now = 700_000;
    await expect(access.allowed(who, deed)).rejects.toThrow('refused');
  });
});

it.each([
  ['ada', true],
  ['system:masters', false],
  ['', false]
])('%j may be a person: %j', (name, expected) => expect(isPersonName(name)).toBe(expected));

it('names a service account without groups, and tells authorizers that it signed in', () => {
  const account = { user: 'system:serviceaccount:a:b', groups: ['system:serviceaccounts'] };
  expect(impersonated(account)).toEqual({ user: account.user });
  expect(impersonated({ user: 'ada', groups: ['team'] })).toEqual({
    user: 'ada',
    groups: ['team']
  });
  expect(groupsOf(account)).toEqual(['system:serviceaccounts', 'system:authenticated']);
});
