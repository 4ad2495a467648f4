import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { HttpStorage } from './http.js';
import type { HttpAddress } from './plan.js';

let root: string;
let server: Server;
const stored = new Map<string, { body: Buffer; headers: IncomingMessage['headers'] }>();
/** What is answered first, one status for each request. */
const troubles: number[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const trouble = troubles.shift();
      const known = stored.get(request.url ?? '');
      if (trouble !== undefined) {
        response.writeHead(trouble).end();
      } else if (request.method === 'PUT') {
        stored.set(request.url ?? '', { body: Buffer.concat(chunks), headers: request.headers });
        response.writeHead(201).end();
      } else {
        response.writeHead(known === undefined ? 404 : 200).end(known?.body);
      }
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'http-'));
  stored.clear();
  troubles.splice(0);
});

afterEach(() => rm(root, { recursive: true, force: true }));

afterAll(() => new Promise(resolve => server.close(resolve)));

const storage = new HttpStorage({ HTTP_0_USERNAME: 'ada', HTTP_0_PASSWORD: 'p:w' }, 1);

function at(path: string, more: Partial<HttpAddress> = {}): HttpAddress {
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${path}`, headers: [], credentials: null, ...more };
}

it('what is stored comes back, byte for byte', async () => {
  const bytes = Buffer.from([0, 255, 10, 13, 128]);
  await writeFile(join(root, 'a'), bytes);
  await storage.upload(join(root, 'a'), at('/a'));
  await storage.download(at('/a'), join(root, 'deep', 'b'));
  expect(await readFile(join(root, 'deep', 'b'))).toEqual(bytes);
});

it('sends the headers that were given, and user and password', async () => {
  await writeFile(join(root, 'a'), 'x');
  const headers = [{ name: 'X-Team', value: 'vision' }];
  await storage.upload(join(root, 'a'), at('/a', { headers, credentials: 'HTTP_0' }));
  expect(stored.get('/a')!.headers).toMatchObject({
    'x-team': 'vision',
    authorization: `Basic ${Buffer.from('ada:p:w').toString('base64')}`
  });
});

it('what may pass is tried again, with the whole body', async () => {
  troubles.push(503, 429);
  await writeFile(join(root, 'a'), 'whole');
  await storage.upload(join(root, 'a'), at('/a'));
  expect(stored.get('/a')!.body.toString()).toBe('whole');
});

it('what will not pass is said', async () => {
  await expect(storage.download(at('/none'), join(root, 'x'))).rejects.toThrow(/answers 404/);
  troubles.push(500, 500, 500, 500);
  await expect(storage.download(at('/none'), join(root, 'x'))).rejects.toThrow(/answers 500/);
  const nobody = at('/a', { url: 'http://127.0.0.1:1/a' });
  await expect(storage.download(nobody, join(root, 'x'))).rejects.toThrow(/cannot be reached/);
});

it('a directory is not sent', async () => {
  await mkdir(join(root, 'folder'));
  await expect(storage.upload(join(root, 'folder'), at('/a'))).rejects.toThrow(/packed/);
});
