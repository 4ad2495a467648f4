import fc from 'fast-check';

import { rawMember } from './raw-member.js';

describe('rawMember', () => {
  it.each([
    ['{"a":1.0,"b":2}', 'a', '1.0'],
    [' {\n"a" : {"x": [1, "}"]} , "b":2}', 'a', '{"x": [1, "}"]}'],
    ['{"b":12345678901234567890}', 'b', '12345678901234567890'],
    ['{"\\u0061":"q\\"uote"}', 'a', '"q\\"uote"'],
    ['{"a":1,"a":2}', 'a', '2'],
    ['{"x":{"a":1}}', 'a', null],
    ['{}', 'a', null],
    ['[1]', 'a', null],
    ['"a"', 'a', null]
  ])('of %j, %j is %j', (json, key, expected) => {
    expect(rawMember(json, key)).toBe(expected);
  });

  it('finds what JSON.parse finds, whatever else there is', () => {
    const indent = fc.constantFrom(undefined, 1, '\t');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), indent, (object, space) => {
        const json = JSON.stringify(object, null, space);
        const parsed = JSON.parse(json) as Record<string, unknown>;
        for (const key of Object.keys(parsed)) {
          expect(JSON.parse(rawMember(json, key) ?? '')).toEqual(parsed[key]);
        }
      })
    );
  });
});
