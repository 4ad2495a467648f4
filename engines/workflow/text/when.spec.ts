import { UnresolvedError } from './substitute.js';
import { WhenError, checkWhen, evaluateWhen } from './when.js';

const values: Record<string, string> = {
  'inputs.parameters.kind': 'tree',
  score: '0.95',
  empty: '',
  evil: "x' || 'a' == 'a"
};
const lookup = (name: string) => values[name];

it.each<[string | undefined, boolean]>([
  [undefined, true],
  ['', true],
  ['true', true],
  ['false', false],
  ['!false', true],
  ['a == a', true],
  ['a != a', false],
  ['"a b" == "a b"', true],
  ["'' == '{{empty}}'", true],
  ['{{inputs.parameters.kind}} == tree', true],
  ['{{ inputs.parameters.kind }} == forest', false],
  ['{{score}} > 0.9', true],
  ['{{score}} >= 0.95 && {{score}} < 1', true],
  ['10 > 9', true],
  ['a10 > a9', false],
  ['1.0 == 1', true],
  ['1 == 2 || 2 == 2', true],
  ['1 == 2 && 2 == 2 || 3 == 3', true],
  ['1 == 1 && !(2 == 2)', false],
  ["'{{evil}}' == 'b'", false],
  ['{{evil}} == b', false],
  ['pre-{{score}} == pre-0.95', true],
  ["{{=inputs.parameters.kind == 'tree' && asFloat(score) > 0.9}}", true],
  ["{{=evil == 'b'}}", false],
  ["'{{=empty == '' ? 'x' : 'y'}}' == 'x'", true],
  ['"{{=upper("a")}}" == A && !{{=1 > 2}}', true]
])('%j is %s', (text, expected) => {
  expect(evaluateWhen(text, lookup)).toBe(expected);
});

it.each([
  'a ==',
  '== a',
  'a b',
  'a',
  '(a == a',
  'a == a)',
  'a = b',
  "'a == b",
  '{{x',
  'a =~ (a+)+$'
])('%j is refused with a sentence', text => {
  expect(() => checkWhen(text)).toThrow(WhenError);
});

it('a variable without a value is no condition', () => {
  expect(() => evaluateWhen('{{nothing}} == 1', lookup)).toThrow(UnresolvedError);
});
