import { labPath } from './link.js';

it.each([
  ['week 1.ipynb', 'week%201.ipynb'],
  // As the server reads it: what follows a bare question mark is a query.
  ['why? 50%.ipynb', 'why%253F%2050%2525.ipynb']
])('leads to %s', (path, wanted) => {
  expect(labPath('alice', 'digits', path)).toBe(
    `/connect/alice/digits?path=lab%2Ftree%2F${wanted}`
  );
});
