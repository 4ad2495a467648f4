/** The language of the pages around a notebook, at the platform's address and at the notebook's. */
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { notebookHost } from './address.js';

const HOST = `${notebookHost({ namespace: 'ada', name: 'first' }, 'localhost')}:8081`;
const CHOSEN = 'kubeflow-lab-language=de';

let harness: Harness;
let ada: string;

beforeAll(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterAll(() => harness.server.stop());

function connect(headers: Record<string, string>) {
  return request(harness.server.app).get('/connect/ada/first').set(headers);
}

/** What the gateway asks where somebody opens an address of the notebook. */
function verify(uri: string, headers: Record<string, string>) {
  return request(harness.server.app)
    .get('/auth/verify')
    .set({
      'X-Forwarded-Method': 'GET',
      'X-Forwarded-Proto': 'http',
      'X-Forwarded-Host': HOST,
      'X-Forwarded-Uri': uri,
      'Sec-Fetch-Mode': 'navigate',
      ...headers
    });
}

/** The cookies that a notebook's address sets for whoever comes from Connect. */
async function cookiesThere(cookie: string): Promise<string[]> {
  const { headers } = await connect({ Cookie: cookie }).expect(302);
  const { pathname, search } = new URL(headers.location);
  const answer = await verify(pathname + search, {}).expect(302);
  return answer.headers['set-cookie'] as unknown as string[];
}

it("is the browser's, where somebody may not open it", async () => {
  const bob = await harness.signIn('bob');
  const { text } = await connect({ Cookie: bob, 'Accept-Language': 'de' }).expect(403);
  expect(text).toContain('<h1>Nicht erlaubt</h1><p>Sie dürfen den Notebook-Server „first“ im');
});

it('that was chosen goes along to the address of the notebook', async () => {
  const cookies = await cookiesThere(`${ada}; ${CHOSEN}`);
  expect(cookies).toHaveLength(2);
  expect(cookies[1]).toBe(`${CHOSEN}; Path=/notebook/ada/first/; HttpOnly; SameSite=Lax`);
  const { text } = await verify('/', { Cookie: CHOSEN }).expect(404);
  expect(text).toContain('Unter dieser Adresse gibt es nichts.');
});

it('is not kept there where none was chosen', async () => {
  expect(await cookiesThere(ada)).toHaveLength(1);
});
