import { jest } from '@jest/globals';
import { UnsecuredJWT } from 'jose';
import request from 'supertest';

import { ORIGIN, startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { newKey, signedWith, startProvider } from '../testing/oidc-provider.js';
import type { TestProvider } from '../testing/oidc-provider.js';
import { nextOf } from './oidc-routes.js';

let provider: TestProvider;
let harness: Harness;

beforeAll(async () => {
  // The provider warns of what is fine in a test: plain http, and that it forgets everything.
  (['info', 'warn'] as const).forEach(level => jest.spyOn(console, level).mockReturnValue());
  provider = await startProvider(ORIGIN);
  harness = await startServer(undefined, { oidc: provider.config });
});
afterAll(async () => {
  await harness.server.stop();
  await provider.close();
});
beforeEach(() => {
  provider.claims = { email: 'ada', email_verified: true };
  provider.tamper = null;
});

const cookieOf = (answer: request.Response, name: string) =>
  ([answer.headers['set-cookie'] ?? []].flat() as string[]).find(cookie =>
    cookie.startsWith(`${name}=`)
  ) ?? '';
const get = (path: string, cookie = '') =>
  request(harness.server.app).get(path).set('Cookie', cookie.split(';')[0]);

const signOut = (cookie: string) =>
  request(harness.server.app).delete('/api/session').set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' });

/** Signs in at the provider; answers the way back and the cookie that goes with it. */
async function signInThere(next = '') {
  const begun = await get(`/oidc/login${next}`).expect(302);
  const cookie = cookieOf(begun, 'kubeflow-lab-oidc');
  const back = await provider.follow(begun.headers.location);
  expect(back.origin + back.pathname).toBe(`${ORIGIN}/oidc/callback`);
  return { cookie, back: back.pathname + back.search };
}

async function signIn(next?: string) {
  const { back, cookie } = await signInThere(next);
  return get(back, cookie);
}

describe('a sign-in at a provider', () => {
  it('leads back to where somebody wanted to go, with a session and without its own cookie', async () => {
    const answer = await signIn('?next=/projects/ada%3Fx');
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe('/projects/ada?x');
    expect(cookieOf(answer, 'kubeflow-lab-oidc')).toMatch(/^kubeflow-lab-oidc=; Max-Age=0/);
    const session = cookieOf(answer, 'kubeflow-lab-session');
    expect(session).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect((await get('/api/session', session).expect(200)).body.user).toBe('ada');
  });

  it('keeps the proof of a sign-in that has begun from scripts and other addresses', async () => {
    const begun = await get('/oidc/login');
    expect(cookieOf(begun, 'kubeflow-lab-oidc')).toMatch(
      /; Max-Age=600; Path=\/oidc\/callback; HttpOnly; SameSite=Lax$/
    );
    expect(begun.headers['cache-control']).toBe('no-store');
  });

  it('makes requests with the groups that the provider named, but those of the system', async () => {
    provider.claims = { email: 'ada', groups: ['team', 'system:masters', 7] };
    const seen: unknown[] = [];
    harness.client.world.allow = question => {
      seen.push(question.groups);
      return true;
    };
    const session = cookieOf(await signIn(), 'kubeflow-lab-session');
    await get('/api/session', session).expect(200);
    expect(seen[0]).toEqual(['team', 'system:authenticated']);
  });

  it('goes on with new keys of the provider', async () => {
    expect((await signIn()).status).toBe(302);
    provider.rotateKeys();
    // Keys are not asked for again within a minute, however many unknown ones sign.
    const later = Date.now() + 120_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
    try {
      expect((await signIn()).status).toBe(302);
    } finally {
      clock.mockRestore();
    }
  });

  it('is offered', async () => {
    const { body } = await get('/api/session/options').expect(200);
    expect(body).toEqual({ oidc: { name: 'Test' } });
  });

  it('ends with the way out of the provider, where the session began there', async () => {
    const session = cookieOf(await signIn(), 'kubeflow-lab-session').split(';')[0];
    const { body } = await signOut(session).expect(200);
    await get('/api/session', session).expect(401);
    const { location } = (await get(body.next).expect(302)).headers;
    const url = new URL(location);
    expect(url.origin).toBe(provider.config.issuer.origin);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${ORIGIN}/signin`);
  });

  it('does not lead those out of it who came with a local account', async () => {
    await signOut(await harness.signIn('ada')).expect(204);
  });
});

describe('what is refused', () => {
  const refused = async (answer: request.Response, sentence: string) => {
    expect(answer.text).toContain(sentence);
    expect(answer.status).toBe(403);
    expect(cookieOf(answer, 'kubeflow-lab-session')).toBe('');
  };
  const unconfirmed = 'Test did not confirm who you are';

  it('an answer that somebody else’s browser got, or that no sign-in here asked for', async () => {
    const { back } = await signInThere();
    await refused(await get(back), 'began in another browser');
    const { cookie } = await signInThere();
    await refused(await get(back, cookie), unconfirmed);
    await refused(await get('/oidc/callback?code=x&state=y', cookie), unconfirmed);
  });

  it('an answer for the second time', async () => {
    const { back, cookie } = await signInThere();
    await get(back, cookie).expect(302);
    await refused(await get(back, cookie), unconfirmed);
  });

  it.each([
    ['for another audience', { aud: 'other' }],
    ['of another provider', { iss: 'http://elsewhere' }],
    ['that has expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['of another sign-in', { nonce: 'other' }]
  ])('an ID token %s', async (_what, change) => {
    provider.tamper = (claims, key) => signedWith(key, { ...claims, ...change });
    await refused(await signIn(), unconfirmed);
  });

  it('an ID token that somebody else signed, or nobody', async () => {
    const theirs = newKey();
    provider.tamper = (claims, { kid }) => signedWith({ ...theirs, kid }, claims);
    await refused(await signIn(), unconfirmed);
    provider.tamper = claims => Promise.resolve(new UnsecuredJWT(claims).encode());
    await refused(await signIn(), unconfirmed);
  });

  it.each([
    ['no name', {}, 'does not say who you are in the claim'],
    ['a name of the system', { email: 'system:admin' }, 'does not say who you are in the claim'],
    [
      'an address that is not verified',
      { email: 'ada', email_verified: false },
      'has not verified'
    ],
    [
      'more groups than a cookie holds',
      { email: 'ada', groups: Array.from({ length: 300 }, (_, n) => `group-${n}`) },
      'in too many groups'
    ]
  ])('somebody with %s', async (_what, claims, sentence) => {
    provider.claims = claims;
    await refused(await signIn(), sentence);
  });

  it('a provider that does not answer, until it does', async () => {
    const issuer = new URL('http://127.0.0.1:9');
    const lonely = await startServer(undefined, { oidc: { ...provider.config, issuer } });
    const answer = await request(lonely.server.app).get('/oidc/login').expect(403);
    expect(answer.text).toContain('Test does not answer');
    await lonely.server.stop();
  });
});

it.each([
  ['/projects/ada?a=b#c', '/projects/ada?a=b#c'],
  ['/connect/ada/work', '/connect/ada/work'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/.//evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['projects', '/'],
  [['/a', '/b'], '/'],
  [undefined, '/']
])('%j leads to %j after a sign-in', (next, path) => {
  expect(nextOf(next, new URL(ORIGIN))).toBe(path);
});
