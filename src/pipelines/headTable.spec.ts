import { headTable } from './headTable';

const lines = (...all: string[]) => all.join('\n');

it('reads a frame as pandas writes it, with blanks in names and values', () => {
  const head = lines(
    '   sepal length (cm)         kind',
    '0                5.1   Iris setosa',
    '1                NaN  Iris, blue  '
  );
  expect(headTable(head)).toBeNull();
  const aligned = lines(
    '   sepal length (cm)         kind',
    '0                5.1  Iris setosa',
    '1                NaN   Iris, blue'
  );
  expect(headTable(aligned)).toEqual({
    columns: ['', 'sepal length (cm)', 'kind'],
    rows: [
      ['0', '5.1', 'Iris setosa'],
      ['1', 'NaN', 'Iris, blue']
    ]
  });
});

it('leaves out the line at which a head was cut', () => {
  expect(headTable(lines('   a   b', '0  1  10', '1  2…'))).toEqual({
    columns: ['', 'a', 'b'],
    rows: [['0', '1', '10']]
  });
});

it.each([
  ['a frame of which only the names are left', '   a   b…'],
  ['an index with a name', lines('     a   b', 'id        ', '0    1  10')],
  ['what is no table', lines('Empty DataFrame', 'Columns: []', 'Index: []')],
  ['nothing', '']
])('leaves %s as the text that it is', (_what, head) => {
  expect(headTable(head)).toBeNull();
});
