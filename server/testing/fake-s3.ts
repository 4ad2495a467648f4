/** As much of S3 as the server uses, in memory: https://docs.aws.amazon.com/AmazonS3/latest/API/ */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeS3 {
  endpoint: string;
  /** Files by `<bucket>/<key>`. */
  files: Map<string, Buffer>;
  /** `<method> <path>` of each request. */
  calls: string[];
  stop(): Promise<void>;
}

/** @param owners access key id → the only bucket that it opens */
export async function startFakeS3(owners: Record<string, string>): Promise<FakeS3> {
  const files = new Map<string, Buffer>();
  const calls: string[] = [];
  const server: Server = createServer((request, response) => {
    void answer(request, response, { files, calls, owners });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    calls,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
}

interface World extends Pick<FakeS3, 'files' | 'calls'> {
  owners: Record<string, string>;
}

async function answer(request: IncomingMessage, response: ServerResponse, world: World) {
  const url = new URL(request.url ?? '/', 'http://s3');
  const path = decodeURIComponent(url.pathname.slice(1));
  const [bucket] = path.split('/');
  world.calls.push(`${request.method} ${path}`);
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks);
  const keyId = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (world.owners[keyId] !== bucket) {
    refuse(response, 403, 'AccessDenied');
  } else if (url.searchParams.has('list-type')) {
    list(response, bucket, url.searchParams, world.files);
  } else if (url.searchParams.has('delete')) {
    for (const [, key] of body.toString().matchAll(/<Key>([^<]+)<\/Key>/g)) {
      world.files.delete(`${bucket}/${key}`);
    }
    response.end('<DeleteResult/>');
  } else {
    object(request, response, path, body, world.files);
  }
}

function object(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: Buffer,
  files: Map<string, Buffer>
) {
  const file = files.get(path);
  if (request.method === 'PUT') {
    if (file !== undefined && request.headers['if-none-match'] === '*') {
      refuse(response, 412, 'PreconditionFailed');
      return;
    }
    const source = request.headers['x-amz-copy-source'];
    const copied = typeof source === 'string' ? files.get(decodeURIComponent(source)) : body;
    if (copied === undefined) {
      refuse(response, 404, 'NoSuchKey');
      return;
    }
    files.set(path, copied);
    response.end(source === undefined ? undefined : '<CopyObjectResult/>');
  } else if (file === undefined) {
    refuse(response, 404, 'NoSuchKey');
  } else if (request.method === 'DELETE') {
    files.delete(path);
    response.writeHead(204).end();
  } else {
    const end = /bytes=0-(\d+)/.exec(request.headers.range ?? '')?.[1];
    const part = end === undefined ? file : file.subarray(0, Number(end) + 1);
    response.setHeader('Content-Length', part.length);
    response.end(request.method === 'HEAD' ? undefined : part);
  }
}

function list(
  response: ServerResponse,
  bucket: string,
  query: URLSearchParams,
  files: Map<string, Buffer>
) {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const limit = Number(query.get('max-keys') ?? 1000);
  const entries = new Map<string, string>();
  for (const [path, file] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const key = path.slice(bucket.length + 1);
    if (!path.startsWith(`${bucket}/${prefix}`)) {
      continue;
    }
    const cut = query.get('delimiter') === '/' ? key.indexOf('/', prefix.length) : -1;
    if (cut < 0) {
      entries.set(
        key,
        `<Contents><Key>${key}</Key><Size>${file.length}</Size><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>`
      );
    } else {
      const folder = key.slice(0, cut + 1);
      entries.set(folder, `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`);
    }
  }
  const rest = [...entries].filter(([key]) => key > after);
  const page = rest.slice(0, limit);
  const next =
    page.length < rest.length
      ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${page.at(-1)?.[0]}</NextContinuationToken>`
      : '<IsTruncated>false</IsTruncated>';
  response.end(
    `<ListBucketResult>${next}${page.map(([, xml]) => xml).join('')}</ListBucketResult>`
  );
}

function refuse(response: ServerResponse, status: number, code: string) {
  response.writeHead(status, { 'Content-Type': 'application/xml' });
  response.end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}
