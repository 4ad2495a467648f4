import fc from 'fast-check';
import { parseRows, separatorOf } from './csv';

it.each([
  ['nothing', '', []],
  ['one line without an end', 'a,b', [['a', 'b']]],
  [
    'lines of Windows',
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2']
    ]
  ],
  [
    'empty fields',
    ',\n,',
    [
      ['', ''],
      ['', '']
    ]
  ],
  ['quotes', '"a ""b"", c",d\n', [['a "b", c', 'd']]],
  ['line breaks in quotes', '"a\nb",c', [['a\nb', 'c']]],
  ['a quote in the middle', 'a"b,c', [['a"b', 'c']]],
  ['text behind a quote', '"a"b,c', [['"a"b', 'c']]],
  ['a quote without an end', 'a,"b\nc', [['a', 'b\nc']]]
])('reads %s', (_what, text, rows) => {
  expect(parseRows(text, ',', 10)).toEqual(rows);
});

it('reads what was written, whatever it holds', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'ü') });
  const row = fc.array(text, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), rows => {
      const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
      const written = rows.map(fields => fields.map(quote).join(',')).join('\r\n');
      expect(parseRows(written, ',', 100)).toEqual(rows);
    })
  );
});

it('reads no more rows than it should, and takes long fields', () => {
  expect(parseRows('a\n'.repeat(1000), ',', 3)).toEqual([['a'], ['a'], ['a']]);
  const long = '""x'.repeat(100_000);
  expect(parseRows(`"${long}",b`, ',', 1)[0][1]).toBe('b');
});

it.each([
  ['a;b;c\n1,5;2', ';'],
  ['a\tb\n', '\t'],
  ['a,b', ','],
  ['one column\n1', ',']
])('%j is separated by %j', (text, separator) => {
  expect(separatorOf(text)).toBe(separator);
});
