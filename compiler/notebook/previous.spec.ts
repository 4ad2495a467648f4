import { previousOf, withPrevious } from './previous.js';

it.each([
  [
    'tags',
    'x = 1',
    ['step:a', 'prev:b', 'mine'],
    ['c', 'd'],
    'x = 1',
    ['step:a', 'mine', 'prev:c', 'prev:d']
  ],
  [
    'a line',
    '%%step a --after=b --cpu 1\nx',
    ['mine'],
    ['c'],
    '%%step a --cpu 1 --after c\nx',
    ['mine']
  ],
  ['no step any more', '%%step a --after b\nx', [], [], '%%step a\nx', []],
  [
    'a line and tags, which must agree',
    '%%step a',
    ['step:a'],
    ['c'],
    '%%step a --after c',
    ['step:a', 'prev:c']
  ]
])('is said by %s', (_where, source, tags, previous, newSource, newTags) => {
  const changed = withPrevious({ source, tags }, previous);
  expect(changed).toEqual({ source: newSource, tags: newTags });
  expect(previousOf(changed)).toEqual(previous);
});
