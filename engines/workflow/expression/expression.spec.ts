import fc from 'fast-check';

import {
  ExpressionError,
  checkExpression,
  textOfExpression,
  valueOf,
  variablesOf
} from './index.js';

const VARIABLES: Record<string, string> = {
  'inputs.parameters.count': '3',
  'inputs.parameters.my-rate': '0.5',
  'inputs.parameters.text': ' padded ',
  'inputs.parameters.json': '{"employees": [{"name": "Baris", "age": 43}, {"name": "Mo"}]}',
  'steps.flip-coin.outputs.result': 'heads',
  'workflow.status': 'Failed',
  item: '7',
  'item.name': 'first'
};
const resolve = (path: string) => VARIABLES[path];

describe('what documentation and examples say', () => {
  it.each<[string, string]>([
    // https://argo-workflows.readthedocs.io/en/latest/variables/#expression
    ['[1, 2]', '[1,2]'],
    ['filter([1, 2], { # > 1 })', '[2]'],
    ['map([1, 2], { # * 2 })', '[2,4]'],
    ['asInt(inputs.parameters.count)', '3'],
    ['asFloat(inputs.parameters["my-rate"])', '0.5'],
    ['string(1)', '1'],
    ['toJson([1, 2])', '[1,2]'],
    ["jsonpath(inputs.parameters.json, '$.employees[0].name')", 'Baris'],
    ["jsonpath(inputs.parameters.json, '$.employees[*].name')", '["Baris","Mo"]'],
    ['sprig.trim(inputs.parameters["text"])', 'padded'],
    ["steps['flip-coin'].outputs.result == 'heads' ? 'yes' : steps.other.outputs.result", 'yes'],
    ["workflow.status == 'Failed' && asInt(item) in [7, 8]", 'true'],
    ['item.name', 'first'],
    // https://expr-lang.org/docs/language-definition
    ['"Hello" + ", " + "World"', 'Hello, World'],
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['7 / 2', '3.5'],
    ['7 % 2', '1'],
    ['2 ** 3 ** 2', '512'],
    ['2 ^ 3', '8'],
    ['-2 + 3', '1'],
    ['0x10', '16'],
    ['1e3', '1000'],
    ['not (1 > 2) and true', 'true'],
    ['!true or 1 <= 1', 'true'],
    ['1 < 2 ? "a" : 2 < 3 ? "b" : "c"', 'a'],
    ['"foo" not in ["bar"]', 'true'],
    ['"a" in {"a": 1}', 'true'],
    ['"foobar" contains "oba"', 'true'],
    ['"foobar" startsWith "foo" && "foobar" endsWith "bar"', 'true'],
    ['"foobar" matches "^f.*r$"', 'true'],
    ['1..3', '[1,2,3]'],
    ['[1, 2, 3][1:]', '[2,3]'],
    ['[1, 2, 3][-1]', '3'],
    ['"hello"[1:3]', 'el'],
    ['{a: 1, "b": [true, nil]}', '{"a":1,"b":[true,null]}'],
    ['{a: {b: 2}}.a.b', '2'],
    ['nothing ?? "default"', 'default'],
    ['nothing.at.all ?? "default"', 'default'],
    ['nothing == nil', 'true'],
    ['tasks.x?.y ?? 1', '1'],
    [
      'all([1, 2], # > 0) && any([1, 2], {# > 1}) && none([1], # > 1) && one([1, 2], # > 1)',
      'true'
    ],
    ['count([1, 2, 3], # >= 2)', '2'],
    ['find([1, 2, 3], # > 1) + findIndex([1, 2, 3], # > 1)', '3'],
    ['map([{n: 1}, {n: 2}], .n)', '[1,2]'],
    ['"a,b" | split(",") | join("-")', 'a-b'],
    ['len("hé") + len([1]) + len({a: 1})', '4'],
    ['max(1, 5, 3) - min([4, 2])', '3'],
    ['sum([1, 2]) + mean([1, 3]) + median([1, 2, 9])', '7'],
    ['round(-2.5)', '-3'],
    ['upper("a") + lower("B") + trimPrefix("xa", "x") + replace("aa", "a", "b")', 'Ababb'],
    ['trim("__a__", "_")', 'a'],
    ['sort([3, 1, 2], "desc")', '[3,2,1]'],
    ['keys({b: 1, a: 2})', '["a","b"]'],
    ['fromJSON("{\\"a\\": 1}").a', '1'],
    ['toBase64("hi") + fromBase64("aGk=")', 'aGk=hi'],
    // https://masterminds.github.io/sprig/
    ['sprig.trunc(5, "hello world")', 'hello'],
    ['sprig.trunc(-5, "hello world")', 'world'],
    ['sprig.default("foo", "")', 'foo'],
    ['sprig.ternary("foo", "bar", false)', 'bar'],
    ['sprig.splitList("$", "foo$bar$baz")', '["foo","bar","baz"]'],
    ['sprig.join("_", ["hello", 1])', 'hello_1'],
    ['sprig.add(1, "2", 3)', '6'],
    ['sprig.div(7, 2) + sprig.mod(7, 2)', '4'],
    ['sprig.title("hello world")', 'Hello World'],
    ['sprig.has(4, [4, 5])', 'true'],
    ['sprig.round(123.5555, 3)', '123.556'],
    ['sprig.sha256sum("abc")', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad']
  ])('%s', (source, expected) => {
    expect(textOfExpression(source, resolve)).toBe(expected);
  });
});

it.each<[string, RegExp]>([
  ['', /ends too early/],
  ['1 +', /ends too early/],
  ['(1', /lacks "\)"/],
  ['1 2', /"2" cannot stand/],
  ['a = b', /cannot be read/],
  ["'open", /cannot be read/],
  ['let x = 1; x', /cannot be read/],
  ['now()', /no function now/],
  ['sprig.uuidv4()', /no function sprig.uuidv4/],
  ['constructor()', /no function constructor/],
  ['sprig.constructor("x")', /no function/],
  ['upper()', /takes 1 arguments, not 0/],
  ['('.repeat(500), /nested too deeply/],
  ['!'.repeat(500) + 'a', /nested too deeply/],
  ['a'.repeat(5000), /characters/]
])('%j is refused before it is run', (source, message) => {
  expect(() => checkExpression(source)).toThrow(ExpressionError);
  expect(() => checkExpression(source)).toThrow(message);
});

it.each<[string, RegExp]>([
  ['inputs.parameters.typo', /^inputs.parameters.typo has no value here$/],
  ['inputs.parameters.typo == "x"', /no value/],
  ['nil', /nil/],
  ['"3" > 2', /a text and a number cannot be compared/],
  ['"3" + 2', /a number stands where a text/],
  ['1 + "2"', /a text stands where a number/],
  ['1 && true', /a number stands where a bool/],
  ['asInt("3.5")', /no whole number/],
  ['1 / 0', /no number/],
  ['[1][5]', /no item 5/],
  ['{a: 1}["__proto__"]', /nil/],
  ['# + 1', /item of a list/],
  ['1..1000000', /more than 10000 items/],
  ['repeat("abc", 1000000)', /repeated/],
  ['map(1..9999, map(1..9999, # + 1))', /too long/],
  ['"a" matches "("', /no pattern/],
  ["jsonpath(inputs.parameters.json, '$.none')", /nothing at/],
  ["jsonpath(inputs.parameters.json, '$..x')", /cannot be read/]
])('%j is an error that says why', (source, message) => {
  checkExpression(source);
  expect(() => textOfExpression(source, resolve)).toThrow(ExpressionError);
  expect(() => textOfExpression(source, resolve)).toThrow(message);
});

it('knows the variables that it asks for', () => {
  expect(variablesOf('tasks["a-b"].outputs.result == "x" ? item : 1')).toEqual(
    expect.arrayContaining(['tasks.a-b.outputs.result', 'item'])
  );
});

it('never fails in another way, whatever is written', () => {
  const words = [
    'a',
    '.b',
    '["c"]',
    '(',
    ')',
    '{',
    '}',
    '#',
    '?',
    ':',
    '..',
    '+',
    'in',
    '1',
    "'t'"
  ];
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string())), parts => {
      try {
        valueOf(parts.join(' '), () => '1');
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
      }
    })
  );
});

it('computes as JavaScript does with numbers', () => {
  const number = fc.integer({ min: -1000, max: 1000 });
  fc.assert(
    fc.property(number, number, number, (a, b, c) => {
      expect(valueOf(`${a} + ${b} * (${c} - ${a})`, () => undefined)).toBe(a + b * (c - a));
    })
  );
});
