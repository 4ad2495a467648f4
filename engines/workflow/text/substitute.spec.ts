import fc from 'fast-check';

import { parseDuration } from './duration.js';
import { UnresolvedError, substitute, substituteAll, variablesIn } from './substitute.js';

const lookup = (name: string) => ({ a: '1', b: '{{a}}' })[name];

it('replaces variables in every text of a value, and nothing else', () => {
  expect(substituteAll({ x: ['{{a}}', 2, null, true], y: { z: '{{ b }}-{{a}}' } }, lookup)).toEqual(
    {
      x: ['1', 2, null, true],
      y: { z: '{{a}}-1' }
    }
  );
});

it('never looks into what a value holds', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (value, around) => {
      const text = around.replace(/[{}]/g, '');
      expect(substitute(`${text}{{v}}${text}`, () => value)).toBe(text + value + text);
    })
  );
});

it('replaces expressions by what they come to', () => {
  expect(substitute('{{=asInt(a) + 1}} of {{a}}{{=filter([1, 2], {# > 1})}}', lookup)).toBe(
    '2 of 1[2]'
  );
  expect(() => substitute('{{=c.d}}', lookup)).toThrow('{{=c.d}}: c.d has no value here.');
  expect(variablesIn({ x: '{{=a == "b" ? c.d : e}}', expression: 'f.g' })).toEqual(
    expect.arrayContaining(['a', 'c.d', 'e', 'f.g'])
  );
});

it('says which variable has no value', () => {
  expect(() => substitute('{{nothing}}', lookup)).toThrow(UnresolvedError);
  expect(() => substitute('{{nothing}}', lookup)).toThrow('{{nothing}} has no value here.');
});

it('finds all variables of a value', () => {
  expect(variablesIn({ a: '{{x}} {{ y }}', b: ['{{x}}'] })).toEqual(['x', 'y', 'x']);
});

it.each([
  ['90', 90_000],
  [5, 5_000],
  ['1.5s', 1_500],
  ['1m30s', 90_000],
  ['2h', 7_200_000],
  ['250ms', 250],
  ['', null],
  [undefined, null],
  ['soon', null],
  ['1 m', null]
])('the duration %j is %s ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});
