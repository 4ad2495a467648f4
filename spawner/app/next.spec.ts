import fc from 'fast-check';

import { safeNext, signInPath } from './next.js';

const ORIGIN = 'http://localhost:8080';

describe('safeNext', () => {
  it.each([
    ['/projects/alice', '/projects/alice'],
    ['/connect/alice/digits?path=lab', '/connect/alice/digits?path=lab'],
    ['/projects/a/../b', '/projects/b'],
    [null, '/'],
    ['', '/'],
    ['projects', '/'],
    ['https://evil.example/', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/\n/evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/x/..//evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/signin', '/'],
    ['/signin?next=/signin', '/']
  ])('makes %j into %j', (next, expected) => {
    expect(safeNext(next, ORIGIN)).toBe(expected);
  });

  it('never leads to another origin', () => {
    const hostile = fc
      .array(
        fc.constantFrom(
          '/',
          '\\',
          '.',
          '..',
          ':',
          '@',
          '?',
          '#',
          '%2f',
          '\t',
          '\n',
          'evil.example',
          'http'
        )
      )
      .map(parts => `/${parts.join('')}`);
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string()), next => {
        const path = safeNext(next, ORIGIN);
        expect(path).toMatch(/^\/(?![/\\])/);
        expect(new URL(path, ORIGIN).origin).toBe(ORIGIN);
      })
    );
  });
});

describe('signInPath', () => {
  it('leads back', () => {
    const path = '/connect/alice/digits?path=lab/tree&x=1';
    const next = new URL(signInPath(path), ORIGIN).searchParams.get('next');
    expect(safeNext(next, ORIGIN)).toBe(path);
  });

  it('is short for the beginning', () => {
    expect(signInPath('/')).toBe('/signin');
  });
});
