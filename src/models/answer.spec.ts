import { answerTable, shortProblem } from './answer';

it.each<[string, unknown, unknown, string[], string[][]]>([
  [
    'one number for each row',
    { instances: [[1, 2], [3]] },
    { predictions: [7, 8] },
    ['prediction', 'row'],
    [
      ['7', '[1,2]'],
      ['8', '[3]']
    ]
  ],
  [
    'texts and rows with names',
    { instances: [{ a: 1 }] },
    { predictions: ['yes'] },
    ['prediction', 'row'],
    [['yes', '{"a":1}']]
  ],
  [
    'several values',
    { instances: [[1]] },
    { predictions: [[0.5, 0.25]] },
    ['0', '1', 'row'],
    [['0.5', '0.25', '[1]']]
  ],
  [
    'values with names',
    {},
    { predictions: [{ label: 'cat', score: 1 }] },
    ['label', 'score'],
    [['cat', '1']]
  ],
  [
    'a tensor of protocol v2',
    { inputs: [] },
    { outputs: [{ shape: [2, 2], data: [1, 2, 3, 4] }] },
    ['0', '1'],
    [
      ['1', '2'],
      ['3', '4']
    ]
  ],
  [
    'a flat tensor',
    {},
    { outputs: [{ shape: [2], data: [1, 2] }] },
    ['prediction'],
    [['1'], ['2']]
  ],
  [
    'more answers than rows',
    { instances: [[1]] },
    { predictions: [1, null] },
    ['prediction', 'row'],
    [
      ['1', '[1]'],
      ['null', '']
    ]
  ]
])('draws %s', (_, request, answer, head, rows) => {
  expect(answerTable(request, answer)).toEqual({ head, rows });
});

it.each([[{}], [null], ['text'], [{ predictions: [] }], [{ outputs: [] }], [{ outputs: [{}] }]])(
  'draws no table of %j',
  answer => expect(answerTable({}, answer)).toBeNull()
);

it('draws no more than fits on a screen', () => {
  const wide = Array.from({ length: 100 }, (_, index) => index);
  const table = answerTable({ instances: [wide] }, { predictions: Array(1000).fill(wide) });
  expect(table?.rows).toHaveLength(200);
  expect(table?.head).toHaveLength(31);
  expect(table?.rows[0]).toHaveLength(31);
  expect(table?.rows[0].at(-1)).toMatch(/…$/);
});

it.each([
  ['422 {"error": "1 feature expected"}', '422: 1 feature expected'],
  ['500 {"error": "cut off in the mid', '500: {"error": "cut off in the mid'],
  ['400 {"detail": 1}', '400: {"detail":1}'],
  ['502 Bad Gateway\n', '502: Bad Gateway'],
  ['503 ', '503'],
  ['ConnectionRefusedError: [Errno 111]', 'ConnectionRefusedError: [Errno 111]']
])('what was wrong, as in %j, is %j', (problem, text) => {
  expect(shortProblem(problem)).toBe(text);
});
