import { argoCondition } from '../emit/condition.js';
import type { Parameter } from '../types.js';
import { readCondition } from './condition.js';

const PARAMETERS: Parameter[] = [
  { name: 'trees', type: 'int', default: 100 },
  { name: 'rate', type: 'float', default: 0.5 },
  { name: 'kind', type: 'str', default: 'forest' },
  { name: 'fast', type: 'bool', default: true }
];
const $ = (name: string): string => `{{workflow.parameters.${name}}}`;

it.each([
  ['trees > 10', `${$('trees')} > 10`],
  ['trees >= -1.5', `${$('trees')} >= -1.5`],
  ['10 < trees', `10 < ${$('trees')}`],
  ['trees != rate', `${$('trees')} != ${$('rate')}`],
  ["kind == 'forest'", `'${$('kind')}' == 'forest'`],
  ['kind != "forest"', `'${$('kind')}' != 'forest'`],
  ['fast', `'${$('fast')}' == 'True'`],
  ['fast == False', `'${$('fast')}' == 'False'`],
  ['not fast', `!('${$('fast')}' == 'True')`],
  ['not trees > 1', `!(${$('trees')} > 1)`],
  [
    "trees > 1 and kind == 'a' or fast",
    `(${$('trees')} > 1 && '${$('kind')}' == 'a') || '${$('fast')}' == 'True'`
  ],
  [
    '(fast or trees < 2) and not (fast and rate < 1)',
    `('${$('fast')}' == 'True' || ${$('trees')} < 2) && !('${$('fast')}' == 'True' && ${$('rate')} < 1)`
  ]
])('%s is for Argo %s', (text, expected) => {
  expect(argoCondition(readCondition(text, PARAMETERS))).toBe(expected);
});

it.each([
  ['', /cannot be read/],
  ['trees >', /cannot be read/],
  ['trees > 1 2', /cannot be read/],
  ['1 < trees < 3', /cannot be read/],
  ['(trees > 1', /cannot be read/],
  ['trees > len(kind)', /names `len`/],
  ['depth > 1', /names `depth`, which is no parameter.*there are trees, rate, kind, fast/],
  ['trees', /must compare/],
  ["trees == 'a'", /never of one type/],
  ['kind < "b"', /only numbers/],
  ['kind == "it\'s"', /cannot compare/],
  ['kind == "{{x}}"', /cannot compare/],
  ["kind == 'a' 'b'", /cannot be read/],
  ["kind == f'{trees}'", /cannot compare/],
  ["kind == 'a", /cannot be read/]
])('%s cannot be used', (text, reason) => {
  expect(() => readCondition(text, PARAMETERS)).toThrow(reason);
});
