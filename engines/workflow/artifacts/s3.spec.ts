import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

import type { S3Address } from './plan.js';
import { createS3Storage } from './s3.js';

const PAGE = 2;

/** As much of S3 as is needed: objects by path, and lists in pages of two. */
class Bucket {
  readonly objects = new Map<string, Buffer>();
  readonly authorizations = new Set<string>();
  private readonly server: Server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://s3');
    this.authorizations.add(
      /Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    );
    if (request.method === 'PUT') {
      this.objects.set(decodeURIComponent(url.pathname), await buffer(request));
      response.end();
    } else if (url.searchParams.has('list-type')) {
      response.end(this.list(url));
    } else {
      const object = this.objects.get(decodeURIComponent(url.pathname));
      response.statusCode = object === undefined ? 404 : 200;
      response.end(object ?? '<Error><Code>NoSuchKey</Code></Error>');
    }
  });

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private list(url: URL): string {
    const root = `${url.pathname.replace(/\/$/, '')}/`;
    const keys = [...this.objects.keys()]
      .map(path => path.slice(root.length))
      .filter(key => key.startsWith(url.searchParams.get('prefix') ?? ''))
      .sort();
    const start = Number(url.searchParams.get('continuation-token') ?? 0);
    const page = keys
      .slice(start, start + PAGE)
      .map(key => `<Contents><Key>${key}</Key></Contents>`);
    const more = start + PAGE < keys.length;
    const next = more ? `<NextContinuationToken>${start + PAGE}</NextContinuationToken>` : '';
    return `<ListBucketResult>${page.join('')}${next}</ListBucketResult>`;
  }
}

const bucket = new Bucket();
let endpoint: string;
let root: string;
const storage = createS3Storage({ S3_0_ACCESS_KEY: 'me', S3_0_SECRET_KEY: 'secret' });

beforeAll(async () => {
  endpoint = await bucket.listen();
  root = await mkdtemp(join(tmpdir(), 's3-'));
});

afterAll(async () => {
  bucket.close();
  await rm(root, { recursive: true, force: true });
});

function at(key: string): S3Address {
  return { endpoint, bucket: 'ada', region: 'us-east-1', key, credentials: 'S3_0' };
}

it('stores a file as one object, with the keys that are named, and brings it back', async () => {
  await writeFile(join(root, 'a'), 'A');
  await storage.upload(join(root, 'a'), at('runs/a b'));
  expect(bucket.objects.get('/ada/runs/a b')?.toString()).toBe('A');
  expect([...bucket.authorizations]).toEqual(['me']);
  await storage.download(at('runs/a b'), join(root, 'back'));
  expect(await readFile(join(root, 'back'), 'utf8')).toBe('A');
});

it('stores a directory file by file, and brings all of it back, however many pages it has', async () => {
  const names = ['1', '2', '3', 'sub/4', 'sub/5'];
  await mkdir(join(root, 'dir', 'sub'), { recursive: true });
  await Promise.all(names.map(name => writeFile(join(root, 'dir', name), name)));
  await storage.upload(join(root, 'dir'), at('runs/dir/'));
  await storage.download(at('runs/dir'), join(root, 'dir-back'));
  const back = await Promise.all(names.map(name => readFile(join(root, 'dir-back', name), 'utf8')));
  expect(back).toEqual(names);
});

it('says where there is nothing', async () => {
  const download = storage.download(at('no/such'), join(root, 'x'));
  await expect(download).rejects.toThrow('there is nothing at no/such in the bucket ada.');
});

it('does not let a key lead out of its directory', async () => {
  bucket.objects.set('/ada/evil/../../out', Buffer.from('x'));
  const download = storage.download(at('evil'), join(root, 'evil'));
  await expect(download).rejects.toThrow(/leads out of its directory/);
});
