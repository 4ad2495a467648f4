import fc from 'fast-check';

import { joinWords, splitWords } from './words.js';

it.each<[string, string[] | null]>([
  ['', []],
  ['  python   train.py ', ['python', 'train.py']],
  ['python -c "print(1)"', ['python', '-c', 'print(1)']],
  [`a 'it''s' ""`, ['a', 'its', '']],
  ['a\\ b \\"', ['a b', '"']],
  ['echo $HOME `id` | cat', ['echo', '$HOME', '`id`', '|', 'cat']],
  ['"open', null]
])('reads %j', (line, words) => expect(splitWords(line)).toEqual(words));

it('reads back any words', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), words =>
      expect(splitWords(joinWords(words))).toEqual(words)
    )
  );
});
