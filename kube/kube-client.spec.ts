import { getEventListeners } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { KubeConfig } from '@kubernetes/client-node';

import { KubeError, UnreachableError, isGone, isNotFound } from './errors.js';
import { NOTEBOOK, POD } from './kinds.js';
import { createKubeClient } from './kube-client.js';
import type { KubeClient } from './client.js';

type Handler = (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void;

/** A real HTTP server, so that what is tested is what goes over the wire. */
describe('the client', () => {
  let server: http.Server;
  let config: KubeConfig;
  let client: KubeClient;
  let handler: Handler;
  const seen: { line: string; raw: string[]; body: string }[] = [];

  beforeEach(async () => {
    seen.length = 0;
    server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', chunk => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        seen.push({ line: `${request.method} ${request.url}`, raw: request.rawHeaders, body });
        handler(request, response, body);
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    config = new KubeConfig();
    config.loadFromOptions({
      clusters: [
        {
          name: 'c',
          server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
          skipTLSVerify: true
        }
      ],
      users: [{ name: 'u', token: 'sesame' }],
      contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
      currentContext: 'x'
    });
    client = createKubeClient(config);
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  function answer(status: number, body: unknown, headers: Record<string, string> = {}): Handler {
    return (_request, response) => {
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
  }

  function headerLines(raw: string[], name: string): string[] {
    return raw.filter((_, i) => i % 2 === 1 && raw[i - 1].toLowerCase() === name.toLowerCase());
  }

  it('sends each group of an impersonated identity as a header of its own', async () => {
    handler = answer(200, { metadata: { name: 'a' } });
    await client
      .as({ user: 'ada', groups: ['team, one', 'two'], uid: '7' })
      .get(POD, { namespace: 'n', name: 'a' });
    expect(headerLines(seen[0].raw, 'Impersonate-Group')).toEqual(['team, one', 'two']);
    expect(headerLines(seen[0].raw, 'Impersonate-User')).toEqual(['ada']);
    expect(headerLines(seen[0].raw, 'Impersonate-Uid')).toEqual(['7']);
    expect(headerLines(seen[0].raw, 'Authorization')).toEqual(['Bearer sesame']);
  });

  it('refuses an identity without a user rather than acting as itself', () => {
    expect(() => client.as({ user: '' })).toThrow('identity');
  });

  it('refuses names that would reach another path', async () => {
    await expect(client.get(POD, { namespace: '..', name: 'x' })).rejects.toThrow('".."');
    handler = answer(404, { kind: 'Status', reason: 'NotFound' });
    await expect(client.get(POD, { namespace: 'n', name: 'a/log?x' })).rejects.toThrow(KubeError);
    expect(seen[0].line).toBe('GET /api/v1/namespaces/n/pods/a%2Flog%3Fx');
  });

  it('turns refusals into errors with the words of Kubernetes', async () => {
    const body = {
      kind: 'Status',
      reason: 'NotFound',
      message: 'pods "a" not found',
      details: { name: 'a' }
    };
    handler = answer(404, body, { 'Retry-After': '3' });
    const error = await client.get(POD, { namespace: 'n', name: 'a' }).catch(e => e);
    expect(isNotFound(error)).toBe(true);
    expect(error).toMatchObject({
      status: 404,
      reason: 'NotFound',
      message: 'pods "a" not found',
      details: { name: 'a' },
      retryAfter: 3
    });
  });

  it('follows the pages of a list and gives each object its type', async () => {
    handler = (request, response) => {
      const page = new URL(request.url ?? '', 'http://x').searchParams.get('continue');
      answer(200, {
        metadata: { resourceVersion: '9', ...(page ? {} : { continue: 'more' }) },
        items: [{ metadata: { name: page ?? 'first' } }]
      })(request, response, '');
    };
    const { items, resourceVersion } = await client.list(NOTEBOOK, { limit: 1 });
    expect(items).toEqual([
      { apiVersion: 'kubeflow.org/v1', kind: 'Notebook', metadata: { name: 'first' } },
      { apiVersion: 'kubeflow.org/v1', kind: 'Notebook', metadata: { name: 'more' } }
    ]);
    expect(resourceVersion).toBe('9');
  });

  it('begins a list again that grew old between its pages', async () => {
    const answers = [
      answer(200, { metadata: { continue: 'old' }, items: [{ metadata: { name: 'lost' } }] }),
      answer(410, { kind: 'Status', reason: 'Expired' }),
      answer(200, { metadata: { resourceVersion: '5' }, items: [{ metadata: { name: 'a' } }] })
    ];
    handler = (...args) => answers.shift()?.(...args);
    const { items } = await client.list(POD);
    expect(items.map(item => item.metadata?.name)).toEqual(['a']);
  });

  it('applies on the server side, as our field manager', async () => {
    handler = answer(200, {});
    await client.apply(POD, { metadata: { namespace: 'n', name: 'a' } }, { subresource: 'status' });
    expect(seen[0].line).toBe(
      'PATCH /api/v1/namespaces/n/pods/a/status?fieldManager=kubeflow-lab&force=true'
    );
    expect(headerLines(seen[0].raw, 'Content-Type')).toEqual(['application/apply-patch+yaml']);
    expect(JSON.parse(seen[0].body)).toMatchObject({ apiVersion: 'v1', kind: 'Pod' });
  });

  it('has unknown fields refused where that is wanted', async () => {
    handler = answer(201, {});
    const pod = { metadata: { namespace: 'n', name: 'a' } };
    await client.create(POD, pod, { strict: true });
    await client.create(POD, pod);
    expect(seen.map(({ line }) => line)).toEqual([
      'POST /api/v1/namespaces/n/pods?fieldManager=kubeflow-lab&fieldValidation=Strict',
      'POST /api/v1/namespaces/n/pods?fieldManager=kubeflow-lab'
    ]);
  });

  it('says how long the body of a DELETE is, so that the next request begins where it ends', async () => {
    handler = answer(200, {});
    const key = { namespace: 'n', name: 'ä' };
    await client.delete(POD, key, { preconditions: { uid: 'ü' } });
    await client.delete(POD, key);
    expect(seen.map(({ body }) => JSON.parse(body).preconditions)).toEqual([
      { uid: 'ü' },
      undefined
    ]);
  });

  it('reads watch events whose text is split anywhere, and throws what the API server reports', async () => {
    const events = [
      { type: 'ADDED', object: { metadata: { name: 'grün' } } },
      { type: 'ERROR', object: { code: 410, reason: 'Expired', message: 'too old' } }
    ];
    const bytes = Buffer.from(events.map(e => `${JSON.stringify(e)}\n`).join(''));
    handler = async (_request, response) => {
      for (const byte of bytes) {
        response.write(Buffer.of(byte));
      }
      response.end();
    };
    const names: string[] = [];
    const error = await (async () => {
      for await (const event of client.watch(POD)) {
        names.push(event.object.metadata?.name ?? '');
      }
    })().catch(e => e);
    expect(names).toEqual(['grün']);
    expect(isGone(error)).toBe(true);
  });

  it('ends a watch that says nothing any more, and keeps one that still does', async () => {
    const quick = createKubeClient(config, { watchSilenceMs: 300 });
    const event = (name: string) =>
      `${JSON.stringify({ type: 'ADDED', object: { metadata: { name } } })}\n`;
    handler = (_request, response) => {
      response.writeHead(200);
      // Together longer than the silence that is allowed.
      const names = ['a', 'b', 'c', 'd'];
      const timer = setInterval(() => {
        const name = names.shift();
        if (name === undefined) {
          clearInterval(timer);
        } else {
          response.write(event(name));
        }
      }, 100);
    };
    const seenNames: (string | undefined)[] = [];
    for await (const { object } of quick.watch(POD)) {
      seenNames.push(object.metadata?.name);
    }
    expect(seenNames).toEqual(['a', 'b', 'c', 'd']);
  });

  it('ends a followed log when its signal is aborted', async () => {
    handler = (_request, response) => {
      response.write('one\ntwo\n');
    };
    const abort = new AbortController();
    const lines: string[] = [];
    const options = { follow: true, signal: abort.signal };
    await (async () => {
      for await (const line of client.logs({ namespace: 'n', name: 'p' }, options)) {
        lines.push(line);
        if (lines.length === 2) {
          abort.abort();
        }
      }
    })().catch(error => expect(error.name).toBe('AbortError'));
    expect(lines).toEqual(['one', 'two']);
  });

  it.each([
    ['before it is sent', null, 0],
    ['before an answer', () => undefined, 1],
    [
      'in the middle of the answer',
      (_request: unknown, response: http.ServerResponse) => {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('{');
      },
      1
    ]
  ])('ends a request whose signal is aborted %s', async (_when, answering, sent) => {
    const abort = new AbortController();
    const reason = new Error('not wanted any more');
    handler = (...all) => {
      answering?.(...(all.slice(0, 2) as [unknown, http.ServerResponse]));
      setTimeout(() => abort.abort(reason), 10);
    };
    if (sent === 0) {
      abort.abort(reason);
    }
    const asked = client.get(POD, { namespace: 'n', name: 'a' }, { signal: abort.signal });
    await expect(asked).rejects.toBe(reason);
    expect(seen).toHaveLength(sent);
  });

  it('leaves nothing behind at a signal that outlives its requests', async () => {
    const { signal } = new AbortController();
    handler = answer(200, { metadata: { name: 'a' } });
    for (let index = 0; index < 20; index += 1) {
      await client.get(POD, { namespace: 'n', name: 'a' }, { signal });
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('reports silence, a broken answer and a closed port as unreachable', async () => {
    const key = { namespace: 'n', name: 'a' };
    handler = () => undefined;
    await expect(client.get(POD, key, { timeoutMs: 50 })).rejects.toThrow(
      new UnreachableError('The Kubernetes API did not answer within 0.05 s.')
    );
    handler = (_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('{');
      setTimeout(() => response.destroy(), 10);
    };
    await expect(client.get(POD, key)).rejects.toThrow(UnreachableError);
    handler = (_request, response) => response.end('<html>');
    await expect(client.get(POD, key)).rejects.toThrow('no JSON');
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await expect(client.get(POD, key)).rejects.toThrow(UnreachableError);
  });
});
