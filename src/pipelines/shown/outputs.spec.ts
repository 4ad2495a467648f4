import { isRunKey, shownCells } from './outputs';

function shown(...outputs: object[]) {
  const cells = [{ id: 'a', cell_type: 'code', source: ['%%step fit\n', 'x = 1\n'], outputs }];
  return shownCells(JSON.stringify({ cells }))[0]?.outputs;
}

const display = (data: object) => ({ output_type: 'display_data', data });

it.each([
  [
    'a table before its text',
    display({ 'text/plain': ['a'], 'text/html': ['<table>', '</table>'] }),
    { kind: 'html', html: '<table></table>' }
  ],
  [
    'a picture before its text',
    display({ 'text/plain': '<Figure>', 'image/png': 'iVBO\nRw==\n' }),
    { kind: 'image', src: 'data:image/png;base64,iVBORw==' }
  ],
  [
    'a drawing as a picture, in which no script runs',
    display({ 'image/svg+xml': '<svg onload="x()"/>' }),
    { kind: 'image', src: 'data:image/svg+xml;charset=utf-8,%3Csvg%20onload%3D%22x()%22%2F%3E' }
  ],
  [
    'what is printed',
    { output_type: 'stream', name: 'stdout', text: ['1\n', '2\n'] },
    { kind: 'text', text: '1\n2\n' }
  ],
  [
    'a warning',
    { output_type: 'stream', name: 'stderr', text: 'old' },
    { kind: 'error', text: 'old' }
  ],
  ['an error', { output_type: 'error', traceback: ['a', 'b'] }, { kind: 'error', text: 'a\nb' }],
  [
    'a value',
    { output_type: 'execute_result', data: { 'text/plain': '3' } },
    { kind: 'text', text: '3' }
  ]
])('reads %s', (_what, output, expected) => {
  expect(shown(output)).toEqual([expected]);
});

it.each([
  display({ 'image/png': '"><script>' }),
  display({ 'application/vnd.plotly.v1+json': {} }),
  { output_type: 'stream', name: 'stdout', text: '' },
  { output_type: 'else' },
  { output_type: 'display_data', data: 3 }
])('leaves out %j', output => {
  expect(shown(output)).toBeUndefined();
});

it.each(['', '{', '3', '{"cells": 3}', '{"cells": [null, {"outputs": {}}]}'])(
  'reads %j, which anybody may have written',
  text => {
    expect(shownCells(text)).toEqual([]);
  }
);

it('names a cell by its first line that says something', () => {
  const cells = [
    { id: 'a', source: '%%step fit\n\nmodel.fit(x)\n', outputs: [display({ 'text/plain': '1' })] }
  ];
  expect(shownCells(JSON.stringify({ cells }))).toEqual([
    { id: 'a', title: 'model.fit(x)', outputs: [{ kind: 'text', text: '1' }] }
  ]);
});

it.each([
  ['runs/uid/fit/pod.ipynb', true],
  ['runs/../models/x', false],
  ['runs//x', false],
  ['models/x', false],
  ['', false]
])('takes %j for a key of a run: %j', (key, expected) => {
  expect(isRunKey(key)).toBe(expected);
});
