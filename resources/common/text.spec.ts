import fc from 'fast-check';

import { plainText } from './text.js';

it('makes one short line of anything, without control characters', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.anything()), fc.nat(100), (text, n) => {
      const max = n + 2;
      const plain = plainText(safe(text), max);
      expect(plain.length).toBeLessThanOrEqual(max);
      // eslint-disable-next-line no-control-regex
      expect(plain).not.toMatch(/[\u0000-\u001f\u007f\u202e]/);
      expect(plain).toBe(plain.trim());
    })
  );
});

/** Some of what fast-check makes cannot be made a string at all, which JSON never holds. */
function safe(value: unknown): unknown {
  try {
    return String(value);
  } catch {
    return null;
  }
}

it.each([
  ['two\nlines.', 'two lines'],
  ['  spaces   between  ', 'spaces between'],
  ['\u202egnp.exe', 'gnp.exe'],
  [undefined, ''],
  [7, '7']
])('%j becomes %j', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});
