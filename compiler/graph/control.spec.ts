import { compile } from '../compile.js';
import { notebookOf } from '../testing/notebook.js';
import type { StepSettings } from '../types.js';

/** What is said of a notebook of three steps, the cells of which have these settings. */
function problems(settings: Record<string, StepSettings>, text = TEXT): string[] {
  const notebook = notebookOf(text);
  for (const cell of notebook.cells.filter(({ id }) => id !== undefined)) {
    cell.metadata!.kubeflow_lab = settings[cell.id!];
  }
  return compile(notebook).diagnostics.map(
    ({ severity, code, cell }) => `${severity} ${code} ${cell}`
  );
}

const TEXT = `
# [parameters] p
trees = 10
kind = 'forest'
sizes = '[1, 2]'
# [step:train] train
model = trees
# [step:test, prev:train] test
print(trees, kind)
# [step:clean] clean
print('clean')
`;
const TAKING = TEXT.replace('print(trees, kind)', 'print(model)');

it.each<[string, Record<string, StepSettings>, string[], string?]>([
  ['a condition', { train: { when: "kind == 'forest'" } }, []],
  ['a loop over values', { test: { loop: { parameter: 'trees', items: [1, 2] } } }, []],
  ['a loop over a parameter', { test: { loop: { parameter: 'trees', from: 'sizes' } } }, []],
  ['a step at the end', { clean: { onExit: true } }, []],
  [
    'the same condition for both',
    { train: { when: 'trees > 1' }, test: { when: 'trees > 1' } },
    [],
    TAKING
  ],
  [
    'a condition that cannot be read',
    { train: { when: 'trees >' } },
    ['error invalid-condition train']
  ],
  [
    'a value that may be missing',
    { train: { when: 'trees > 1' } },
    ['warning conditional-value test'],
    TAKING
  ],
  [
    'a loop over what is no parameter',
    { test: { loop: { parameter: 'model', items: [1] } } },
    ['error invalid-loop test']
  ],
  [
    'a loop over what the step does not use',
    { train: { loop: { parameter: 'kind', items: ['a'] } } },
    ['error invalid-loop train']
  ],
  [
    'a loop over values of another type',
    { test: { loop: { parameter: 'trees', items: [1, 'x'] } } },
    ['error invalid-loop test']
  ],
  [
    'a loop over a parameter that is no list',
    { test: { loop: { parameter: 'trees', from: 'trees' } } },
    ['error invalid-loop test']
  ],
  [
    'a value of many rounds',
    { train: { loop: { parameter: 'trees', items: [1] } } },
    ['error loop-value test'],
    TAKING
  ],
  [
    'two steps at the end',
    { test: { onExit: true }, clean: { onExit: true } },
    ['error invalid-exit-step clean', 'error invalid-exit-step test']
  ],
  [
    'a step at the end that takes values',
    { test: { onExit: true } },
    ['error invalid-exit-step test', 'error invalid-exit-step test'],
    TAKING
  ],
  [
    'a step at the end with a condition',
    { clean: { onExit: true, when: 'trees > 1' } },
    ['error invalid-exit-step clean']
  ],
  [
    'nothing but a step at the end',
    { a: { onExit: true } },
    ['error invalid-exit-step a'],
    '# [step:a] a\nx = 1\n'
  ]
])('%s', (_case, settings, expected, text = TEXT) => {
  expect(problems(settings, text)).toEqual(expected);
});
