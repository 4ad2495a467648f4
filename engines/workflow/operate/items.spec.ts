import type { Call } from '@kubeflow-lab/resources';
import fc from 'fast-check';

import { loopItems } from './items.js';

const lookup = (name: string) => (name === 'list' ? '["a",{"k":1}]' : undefined);

function items(call: Omit<Call, 'name'>): [string, string | undefined][] {
  return loopItems({ name: 'try', ...call }, lookup).map(item => [
    item.suffix,
    item.lookup('item')
  ]);
}

it.each<[string, Omit<Call, 'name'>, [string, string][]]>([
  [
    'texts, numbers and what is true',
    { withItems: ['a', 2, true] },
    [
      ['(0:a)', 'a'],
      ['(1:2)', '2'],
      ['(2:true)', 'true']
    ]
  ],
  [
    'fields, sorted in the name only',
    { withItems: [{ b: 1, a: 'x' }] },
    [['(0:a:x,b:1)', '{"b":1,"a":"x"}']]
  ],
  [
    'what is nothing',
    { withItems: [null, { a: null }] },
    [
      ['(0:null)', 'null'],
      ['(1:a:null)', '{"a":null}']
    ]
  ],
  ['lists', { withItems: [[1, 2]] }, [['(0:[1,2])', '[1,2]']]],
  ['variables in items', { withItems: ['{{list}}'] }, [['(0:["a",{"k":1}])', '["a",{"k":1}]']]],
  [
    'a list that another step made',
    { withParam: '{{list}}' },
    [
      ['(0:a)', 'a'],
      ['(1:k:1)', '{"k":1}']
    ]
  ],
  ['nothing', { withParam: '[]' }, []],
  [
    'a sequence by its count',
    { withSequence: { count: '2', start: 3 } },
    [
      ['(0:3)', '3'],
      ['(1:4)', '4']
    ]
  ],
  [
    'a sequence that goes down',
    { withSequence: { start: '1', end: '0' } },
    [
      ['(0:1)', '1'],
      ['(1:0)', '0']
    ]
  ],
  ['a sequence of none', { withSequence: { count: 0 } }, []],
  [
    'a sequence with a format',
    { withSequence: { count: 2, start: 9, format: 'no-%03X' } },
    [
      ['(0:no-009)', 'no-009'],
      ['(1:no-00A)', 'no-00A']
    ]
  ]
])('gives %s', (_case, call, expected) => {
  expect(items(call)).toEqual(expected);
});

it('gives the fields of an item by their names', () => {
  const [item] = loopItems({ name: 'try', withItems: [{ image: 'a:1', n: 2 }] }, lookup);
  expect(item.lookup('item.image')).toBe('a:1');
  expect(item.lookup('item.n')).toBe('2');
  expect(item.lookup('item.other')).toBeUndefined();
  expect(item.lookup('item.toString')).toBeUndefined();
});

it.each<[Omit<Call, 'name'>, RegExp]>([
  [{ withParam: 'abc' }, /^withParam is no JSON list: abc$/],
  [{ withParam: '{"a":1}' }, /^withParam is no list: /],
  [{ withParam: '{{tasks.x.outputs.result}}' }, /has no value here/],
  [{ withSequence: { count: 'many' } }, /^withSequence\.count is no whole number: "many"\.$/],
  [{ withSequence: { end: 1e9 } }, /^try has 1001 items; .* at most 1000\.$/]
])('refuses %j', (call, message) => {
  expect(() => items(call)).toThrow(message);
});

it('gives every item of a list its own name and its own text', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 30 }), { maxLength: 20 }), list => {
      const found = items({ withParam: JSON.stringify(list) });
      expect(found.map(([, value]) => value)).toEqual(list);
      expect(new Set(found.map(([suffix]) => suffix)).size).toBe(list.length);
    })
  );
});
