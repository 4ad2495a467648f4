import fc from 'fast-check';

import { fileKey, folderPrefix } from './path.js';

const BAD = [
  ['no name at all', []],
  ['an empty name', ['']],
  ['two slashes', ['a', '', 'b']],
  ['a slash at the end', ['a', '']],
  ['a slash at the beginning', ['', 'a']],
  ['the folder above', ['..', 'b']],
  ['the folder above, in the middle', ['a', '..', 'b']],
  ['the folder itself', ['a', '.']],
  ['a slash that was encoded', ['a/../../b']],
  ['a backslash', ['a\\..\\b']],
  ['a line break', ['a\nb']],
  ['the end of a string in C', ['a\0.png']],
  ['more than S3 takes', ['é'.repeat(513)]]
] as const;

it.each(BAD)('refuses %s', (_what, segments) => {
  expect(() => fileKey(segments)).toThrow('cannot be the path of a file');
  const prefix = `${segments.join('/')}/`;
  expect(() => folderPrefix(prefix)).toThrow('must be a folder');
});

it.each(['a', 'data/ü ñ.csv', '...', 'a..b', '.hidden', '%2e%2e', 'quote\'"<b>.txt', '日本/語'])(
  'takes %s',
  path => {
    expect(fileKey(path.split('/'))).toBe(path);
    expect(folderPrefix(`${path}/`)).toBe(`${path}/`);
  }
);

it.each([
  ['nothing', undefined, ''],
  ['the root', '', '']
])('%s is the root', (_what, text, prefix) => {
  expect(folderPrefix(text)).toBe(prefix);
});

it.each([
  ['a text without a slash at its end', 'a'],
  ['a list', ['a/']],
  ['an object', { a: 1 }]
])('refuses %s as a folder', (_what, value) => {
  expect(() => folderPrefix(value)).toThrow('must be a folder');
});

it('whatever it takes leads to exactly that file by any reading of the path', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }), segments => {
      let key: string;
      try {
        key = fileKey(segments);
      } catch {
        return;
      }
      expect(
        new URL(encodeURI(key).replaceAll(/[?#]/g, encodeURIComponent), 'http://s3/bucket/')
          .pathname
      ).toMatch(/^\/bucket\//);
      expect(key.split('/')).toEqual(segments);
    })
  );
});
