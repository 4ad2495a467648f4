import fc from 'fast-check';

import { destinationOf, notebookHost, notebookOrigin, safeSubPath } from './address.js';

const hosts = { origin: new URL('http://lab.example:8081'), notebookDomain: 'lab.example' };
const notebook = { namespace: 'ada', name: 'first' };
const own = notebookHost(notebook, 'lab.example');
const platform = 'lab.example:8081';

it('gives every notebook a host of its own, by a hash that anybody can compute', () => {
  expect(own).toMatch(/^nb-[0-9a-f]{16}\.lab\.example$/);
  expect(notebookHost({ namespace: 'ada', name: 'second' }, 'lab.example')).not.toBe(own);
  expect(notebookOrigin(notebook, hosts)).toBe(`http://${own}:8081`);
});

describe('destinationOf', () => {
  const bad: string[] = [
    '',
    'notebook/ada/first/',
    'http://evil/notebook/ada/first/',
    '/notebook/ada/first/../../bob/second/',
    '/notebook/ada/first/%2e%2e/%2e%2e/bob/second/',
    '/notebook/ada/first/..%2f..%2fbob/second/',
    '/notebook/ada/first/%252e%252e/bob',
    '/notebook/ada/first/./lab',
    '/notebook/ada/first/%2e/lab',
    '//notebook/ada/first/',
    '/notebook//ada/first/',
    '/notebook/ada/first//lab',
    '/notebook/ada/first/..\\..\\bob',
    '/notebook/ada/first/%5c..%5cbob',
    '/notebook%2fada/first/',
    '/notebook/ada%2ffirst/',
    '/notebook/ada%2Ffirst/x',
    '/notebook/ada/first/%00',
    '/notebook/ada/first/%0d%0aX-Kubeflow-Lab-Identity:x',
    '/notebook/ada/first/%zz',
    '/notebook/ada/first/%ff'
  ];
  it.each(bad)('takes %j for bad, on every host', uri => {
    expect(destinationOf(own, uri, hosts)).toEqual({ kind: 'bad' });
    expect(destinationOf(platform, uri, hosts)).toEqual({ kind: 'bad' });
  });

  const missing: [string, string][] = [
    [own, '/'],
    [own, '/api/session'],
    [own, '/connect/ada/first'],
    [own, '/auth/verify'],
    [own, '/notebook/'],
    [own, '/notebook/ada/'],
    [own, '/notebook/ada/second/lab'],
    [own, '/notebook/bob/first/lab'],
    [own, '/notebook/%61da/first/lab'],
    [own, '/notebook/ADA/first/lab'],
    [own, '/Notebook/ada/first/lab'],
    [own, '/notebook/ada/firstly/lab'],
    ['nb-0000000000000000.lab.example', '/notebook/ada/first/lab'],
    [`${own}.evil.example`, '/notebook/ada/first/lab'],
    ['evil.example', '/notebook/ada/first/lab'],
    ['evil.example', '/'],
    ['', '/'],
    [platform, '/notebook'],
    [platform, '/notebook/ada']
  ];
  it.each(missing)('finds nothing at %j %j', (host, uri) => {
    expect(destinationOf(host, uri, hosts)).toEqual({ kind: 'missing' });
  });

  it.each(['/', '/api/session', '/notebooks', '/projects/ada?x=1', '/notebookery/ada/first'])(
    'leaves %j to the platform',
    uri => expect(destinationOf(platform, uri, hosts)).toEqual({ kind: 'platform' })
  );

  const grpc = '/inference.GRPCInferenceService/ModelInfer';
  const digits = { 'kserve-isvc-namespace': 'ada', 'kserve-isvc-name': 'digits' };

  it('finds the model of a request by gRPC in its headers', () => {
    expect(destinationOf(platform, grpc, hosts, digits)).toEqual({
      kind: 'model',
      namespace: 'ada',
      name: 'digits',
      path: 'inference.GRPCInferenceService/ModelInfer'
    });
    expect(destinationOf(platform, '/api/session', hosts, digits)).toEqual({ kind: 'platform' });
  });

  it.each([
    ['no headers', platform, grpc, {}],
    ['no project', platform, grpc, { ...digits, 'kserve-isvc-namespace': undefined }],
    ['two models', platform, grpc, { ...digits, 'kserve-isvc-name': 'digits, iris' }],
    ['two headers', platform, grpc, { ...digits, 'kserve-isvc-name': ['digits', 'iris'] }],
    ['a name that is a path', platform, grpc, { ...digits, 'kserve-isvc-name': '../iris' }],
    ['an encoded path', platform, grpc.replace('.', '%2e'), digits],
    ['an encoded slash', platform, grpc.replace('Service/', 'Service%2f'), digits],
    ["a notebook's host", own, grpc, digits]
  ])('passes no request by gRPC on with %s', (_, host, uri, headers) => {
    const { kind } = destinationOf(host, uri, hosts, headers);
    expect(['missing', 'bad']).toContain(kind);
  });

  it("leads from the platform's host to Connect", () => {
    expect(destinationOf('LAB.example', '/notebook/ada/first/lab/a%20b?c=1', hosts)).toEqual({
      kind: 'connect',
      notebook,
      path: 'lab/a b?c=1'
    });
  });

  it("knows a TensorBoard's address, which is no notebook's of the same name", () => {
    const board = { app: 'tensorboard' as const, ...notebook };
    const boardHost = notebookHost(board, 'lab.example');
    expect(boardHost).toMatch(/^tb-[0-9a-f]{16}\.lab\.example$/);
    expect(destinationOf(boardHost, '/tensorboard/ada/first/data/runs', hosts)).toMatchObject({
      kind: 'notebook',
      notebook: board,
      path: 'data/runs'
    });
    expect(destinationOf(platform, '/tensorboard/ada/first/', hosts)).toMatchObject({
      kind: 'connect',
      notebook: board
    });
    for (const [host, uri] of [
      [own, '/tensorboard/ada/first/'],
      [boardHost, '/notebook/ada/first/lab'],
      [boardHost, '/tensorboard/ada/second/'],
      [platform, '/tensorboard/ada']
    ]) {
      expect(destinationOf(host, uri, hosts)).toEqual({ kind: 'missing' });
    }
  });

  it('adds the slash that the cookie needs', () => {
    expect(destinationOf(own, '/notebook/ada/first?a=1', hosts)).toEqual({
      kind: 'slash',
      location: `http://${own}:8081/notebook/ada/first/?a=1`
    });
  });

  it('knows the notebook, and the code apart from the rest of the address', () => {
    const uri = '/notebook/ada/first/lab/tree/a%2Fb.ipynb?reset&kubeflow-lab-code=c0de';
    expect(destinationOf(`${own}:8081`, uri, hosts)).toEqual({
      kind: 'notebook',
      notebook,
      path: 'lab/tree/a/b.ipynb?reset&kubeflow-lab-code=c0de',
      code: 'c0de',
      clean: `http://${own}:8081/notebook/ada/first/lab/tree/a%2Fb.ipynb?reset=`
    });
  });

  it.each(['why%3F.ipynb', '100%25.ipynb', '%253F.ipynb', 'why%3F.ipynb?a=1'])(
    'leads to %s again by way of the platform',
    rest => {
      for (const host of [own, platform]) {
        const destination = destinationOf(host, `/notebook/ada/first/${rest}`, hosts);
        expect(safeSubPath((destination as { path: string }).path)).toBe(rest);
      }
    }
  );

  it('never takes an address for a notebook that a file system would read as another one', () => {
    const piece = fc.constantFrom(
      '..',
      '%2e%2e',
      '.',
      '/',
      '%2f',
      '\\',
      '%5c',
      'ada',
      'bob',
      'x',
      ''
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
        const uri = `/notebook/ada/first/${pieces.join('/')}`;
        const destination = destinationOf(own, uri, hosts);
        if (destination.kind === 'notebook') {
          const resolved = new URL(decodeURIComponent(uri), 'http://x').pathname;
          expect(resolved.startsWith('/notebook/ada/first/')).toBe(true);
        }
      })
    );
  });
});

describe('safeSubPath', () => {
  it.each([
    ['lab/tree/a b.ipynb', 'lab/tree/a%20b.ipynb'],
    ['lab?reset', 'lab?reset='],
    ['lab/', 'lab/'],
    ['', ''],
    ['/', ''],
    ['../../bob/second', 'bob/second'],
    ['//evil.example/x', 'evil.example/x'],
    ['\\\\evil\\x', 'evil/x'],
    ['lab?kubeflow-lab-code=x&a=1', 'lab?a=1'],
    ['lab/100%#1', 'lab/100%25%231'],
    ['lab/tree/why%3F.ipynb?reset', 'lab/tree/why%3F.ipynb?reset='],
    ['lab/100%25', 'lab/100%25'],
    ['lab/%253F', 'lab/%253F'],
    ['%252e%252e/bob', '%252e%252e/bob']
  ])('%j becomes %j', (path, safe) => {
    expect(safeSubPath(path)).toBe(safe);
  });

  it('stays below the base whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), path => {
        const url = new URL(`/notebook/ada/first/${safeSubPath(path)}`, 'http://own.example');
        expect(url.host).toBe('own.example');
        expect(url.pathname.startsWith('/notebook/ada/first/')).toBe(true);
      })
    );
  });
});
